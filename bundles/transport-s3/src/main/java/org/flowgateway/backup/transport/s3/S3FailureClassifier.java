package org.flowgateway.backup.transport.s3;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Classifies failures of the store, the connection and the client library. */
final class S3FailureClassifier {

    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");
    private static final Pattern TIME_ELEMENT = Pattern.compile("<ServerTime>([^<]+)</ServerTime>");
    private static final Pattern REGION_ELEMENT = Pattern.compile("<Region>([a-z0-9-]+)</Region>");

    private final S3Address address;
    private final String target;
    private final Supplier<String> errorBody;

    /**
     * @param target bucket and prefix, for messages
     * @param errorBody body of the store's latest error
     */
    S3FailureClassifier(S3Address address, String target, Supplier<String> errorBody) {
        this.address = address;
        this.target = target;
        this.errorBody = errorBody;
    }

    /**
     * Classifies a failure.
     *
     * @param task the task that failed, as the beginning of a sentence: {@code "Storing a/b"}
     */
    TransportException of(Exception failure, String task) {
        // An inner cause is more specific than its wrapper.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException known) {
                return known;
            }
            if (cause instanceof S3Exception answer) {
                return of(answer, task);
            }
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return S3Message.CERTIFICATE_UNTRUSTED.causedBy(failure, address.host(), innermostReason(cause));
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            TransportException connectionFailure = connectionFailure(cause, failure);
            if (connectionFailure != null) {
                return connectionFailure;
            }
        }
        return S3Message.NOT_S3.causedBy(failure, task, target, address.host());
    }

    /** Returns the reason of the innermost cause: those around it repeat it, and name its class. */
    private static String innermostReason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return Objects.requireNonNullElse(innermost.getMessage(), "no reason was given");
    }

    private TransportException connectionFailure(Throwable cause, Exception failure) {
        String host = address.host();
        if (cause instanceof AbortedException) {
            return S3Message.CLOSED.causedBy(failure, host);
        }
        if (cause instanceof UnknownHostException) {
            return S3Message.UNKNOWN_HOST.causedBy(failure, host);
        }
        if (cause instanceof SSLException) {
            return tls((SSLException) cause, failure);
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException) {
            return S3Message.NO_ANSWER.causedBy(failure, host);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return S3Message.UNREACHABLE.causedBy(failure, host, innermostReason(cause));
        }
        if (cause instanceof SocketException
                || cause instanceof NoHttpResponseException
                || cause instanceof ConnectionClosedException
                || cause instanceof EOFException
                || cause instanceof MalformedChunkCodingException
                || cause instanceof InterruptedIOException) {
            return S3Message.CONNECTION_LOST.causedBy(failure, host);
        }
        return null;
    }

    private TransportException tls(SSLException cause, Exception failure) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.startsWith("Unsupported or unrecognized SSL message")) {
            return S3Message.NO_TLS.causedBy(failure, address.host());
        }
        return reason.startsWith("Received fatal alert")
                ? S3Message.TLS_MISMATCH.causedBy(failure, address.host(), reason)
                : S3Message.CONNECTION_LOST.causedBy(failure, address.host());
    }

    private TransportException of(S3Exception answer, String task) {
        String host = address.host();
        return switch (S3ErrorKind.of(answer)) {
            case NO_KEY -> S3Message.NO_OBJECT.causedBy(answer, task, target);
            case NO_BUCKET -> S3Message.NO_BUCKET.causedBy(answer, address.bucket(), host);
            case ALREADY_EXISTS -> S3Message.REJECTED_AS_EXISTING.causedBy(answer, task, target);
            case PATH_CONFLICT -> S3Message.PATH_CONFLICT.causedBy(answer, task, target);
            case DENIED -> S3Message.NO_PERMISSION.causedBy(answer, task, target);
            case INVALID_CREDENTIALS -> S3Message.ACCESS_KEY_REFUSED.causedBy(answer, host);
            case EXPIRED_CREDENTIALS -> S3Message.ACCESS_KEY_EXPIRED.causedBy(answer, host);
            case CLOCK_SKEW -> clockSkew(answer);
            case REDIRECT -> redirect(answer, task);
            case SLOW_DOWN, CONFLICT -> S3Message.THROTTLED.causedBy(answer, task, target);
            case REQUEST_TIMEOUT -> S3Message.UPLOAD_TIMED_OUT.causedBy(answer, task, target);
            case SERVER_ERROR -> S3Message.STORE_FAILED.causedBy(answer, task, target, answer.statusCode());
            case NO_SPACE -> S3Message.STORE_FULL.causedBy(answer, task, target);
            case DIGEST_MISMATCH -> S3Message.CHANGED_IN_TRANSIT.causedBy(answer, task, target);
            case NOT_S3 -> S3Message.ANSWER_NOT_S3.causedBy(answer, task, target, answer.statusCode());
            case NOT_IMPLEMENTED, INVALID_RANGE, OTHER ->
                S3Message.STORE_ERROR.causedBy(answer, task, target, S3ErrorKind.code(answer), answer.statusCode());
        };
    }

    private TransportException redirect(S3Exception answer, String task) {
        Optional<String> region = region(answer);
        return region.isPresent()
                ? S3Message.OTHER_REGION.causedBy(answer, address.bucket(), region.get(), address.region())
                : S3Message.OTHER_ADDRESS.causedBy(answer, task, target, address.region());
    }

    private Optional<String> region(S3Exception answer) {
        Optional<String> header = answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        if (header.filter(S3Address::isRegion).isPresent()) {
            return header;
        }
        Matcher expected =
                EXPECTED_REGION.matcher(String.valueOf(answer.awsErrorDetails().errorMessage()));
        if (expected.find()) {
            return Optional.of(expected.group(1));
        }
        Matcher element = REGION_ELEMENT.matcher(errorBody.get());
        return element.find() ? Optional.of(element.group(1)) : Optional.empty();
    }

    private TransportException clockSkew(S3Exception answer) {
        Matcher element = TIME_ELEMENT.matcher(errorBody.get());
        try {
            Instant there = element.find()
                    ? Instant.parse(element.group(1))
                    : ZonedDateTime.parse(
                                    answer.awsErrorDetails()
                                            .sdkHttpResponse()
                                            .firstMatchingHeader("Date")
                                            .orElse(""),
                                    DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return S3Message.CLOCKS_DIFFER.causedBy(
                    answer,
                    address.host(),
                    Duration.between(there, Instant.now()).abs().toMinutes());
        } catch (DateTimeParseException e) {
            return S3Message.CLOCK_WRONG.causedBy(answer, address.host());
        }
    }
}
