package org.flowgateway.backup.transport.s3;

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
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Classifies failures of the store, the connection and the client library. */
final class S3Failure {

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
    S3Failure(S3Address address, String target, Supplier<String> errorBody) {
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
                return of(answer, task + " failed in " + target + ": ");
            }
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return new TransportException(
                        FailureKind.HOST_IDENTITY,
                        "The certificate of " + address.host() + " is not one that the gateway"
                                + " trusts (" + cause.getMessage()
                                + "). If it is the right host, name a file with the certificate of the authority that"
                                + " signed it (GATEWAY_S3_CA_FILE). No access key was sent",
                        failure);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            TransportException connectionFailure = connectionFailure(cause, failure);
            if (connectionFailure != null) {
                return connectionFailure;
            }
        }
        return new TransportException(
                FailureKind.UNKNOWN,
                task + " failed in " + target + ": what answers at " + address.host()
                        + " does not speak S3. Check the address, and that it is the store's and not a login page or a proxy",
                failure);
    }

    private TransportException connectionFailure(Throwable cause, Exception failure) {
        String host = address.host();
        if (cause instanceof AbortedException) {
            return new TransportException(
                    FailureKind.CLOSED, "The connection to " + host + " was closed while it was in use", failure);
        }
        if (cause instanceof UnknownHostException) {
            return new TransportException(
                    FailureKind.UNREACHABLE,
                    "There is no address for the host " + host + ": check its name, and the gateway's name servers",
                    failure);
        }
        if (cause instanceof SSLException) {
            return tls((SSLException) cause, failure);
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException) {
            return new TransportException(
                    FailureKind.TIMEOUT, host + " does not answer: check host, port and firewalls", failure);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new TransportException(
                    FailureKind.UNREACHABLE,
                    host + " cannot be reached (" + cause.getMessage()
                            + "): check host and port, and that the store runs",
                    failure);
        }
        if (cause instanceof SocketException
                || cause instanceof NoHttpResponseException
                || cause instanceof ConnectionClosedException
                || cause instanceof MalformedChunkCodingException
                || cause instanceof InterruptedIOException) {
            return connectionLost(failure);
        }
        return null;
    }

    private TransportException tls(SSLException cause, Exception failure) {
        String said = String.valueOf(cause.getMessage());
        if (said.startsWith("Unsupported or unrecognized SSL message")) {
            return new TransportException(
                    FailureKind.UNKNOWN, address.host() + " does not speak TLS: check host and port", failure);
        }
        return said.startsWith("Received fatal alert")
                ? new TransportException(
                        FailureKind.UNKNOWN,
                        address.host() + " and the gateway agree on no way to speak TLS (" + said
                                + "): its settings are too old or too strict",
                        failure)
                : connectionLost(failure);
    }

    private TransportException connectionLost(Exception failure) {
        return new TransportException(
                FailureKind.CONNECTION_LOST,
                "The connection to " + address.host()
                        + " was lost: check that host and the line to it, and start again",
                failure);
    }

    private TransportException of(S3Exception answer, String failed) {
        return switch (S3ErrorKind.of(answer)) {
            case NO_KEY -> exception(FailureKind.NOT_FOUND, failed + "there is no such object", answer);
            case NO_BUCKET ->
                exception(
                        FailureKind.NOT_FOUND,
                        "There is no bucket " + address.bucket() + " at " + address.host()
                                + ": make it, or correct the address",
                        answer);
            case ALREADY_EXISTS -> exception(FailureKind.ALREADY_EXISTS, failed + "the name is taken", answer);
            case PATH_CONFLICT ->
                exception(
                        FailureKind.ALREADY_EXISTS,
                        failed + "an object is where a directory is needed, or the other way round, and this"
                                + " store cannot have both. Remove it, or use another prefix",
                        answer);
            case DENIED ->
                exception(
                        FailureKind.DENIED,
                        failed + "the access key has no right to it. Let it list the bucket, and read, write and"
                                + " delete objects there",
                        answer);
            case INVALID_CREDENTIALS ->
                exception(
                        FailureKind.AUTHENTICATION,
                        address.host() + " refuses this access key: check username (the access key) and"
                                + " password (its secret)",
                        answer);
            case EXPIRED_CREDENTIALS ->
                exception(
                        FailureKind.AUTHENTICATION,
                        address.host() + " says that the access key has expired: use one that is valid, and"
                                + " start the gateway again if it is the one in its environment",
                        answer);
            case CLOCK_SKEW ->
                exception(
                        FailureKind.AUTHENTICATION,
                        "The clocks of the gateway and of " + address.host() + " differ by " + difference(answer)
                                + ": set the gateway's clock",
                        answer);
            case REDIRECT -> redirect(answer, failed);
            case SLOW_DOWN, CONFLICT ->
                exception(
                        FailureKind.THROTTLED,
                        failed + "the store asks to slow down. Try again later, or ask its owner for" + " more",
                        answer);
            case REQUEST_TIMEOUT ->
                exception(
                        FailureKind.TIMEOUT,
                        failed + "the store waited too long for what was sent. Check the line to it",
                        answer);
            case SERVER_ERROR ->
                exception(
                        FailureKind.CONNECTION_LOST,
                        failed + "the store has a fault of its own (" + answer.statusCode()
                                + "). Check it if that goes on",
                        answer);
            case NO_SPACE ->
                exception(
                        FailureKind.NO_SPACE,
                        failed + "there is no space left, or a quota is reached. Free space there, for example by"
                                + " removing old backups, and start again",
                        answer);
            case DIGEST_MISMATCH ->
                exception(
                        FailureKind.INTEGRITY,
                        failed + "what arrived was not what was sent. Check the line and what is between",
                        answer);
            case NOT_S3 ->
                exception(
                        FailureKind.UNKNOWN,
                        failed + "it is answered " + answer.statusCode() + ", but not in the words of S3. Check"
                                + " the address, and that it is the store's and not a login page or a proxy",
                        answer);
            case NOT_IMPLEMENTED, OTHER ->
                exception(
                        FailureKind.UNKNOWN,
                        failed + "the store says \"" + S3ErrorKind.code(answer) + "\" (status " + answer.statusCode()
                                + "). Its log may say more",
                        answer);
        };
    }

    private TransportException redirect(S3Exception answer, String failed) {
        Optional<String> region = region(answer);
        return region.isPresent()
                ? exception(
                        FailureKind.INVALID_TARGET,
                        "The bucket " + address.bucket() + " is in the region " + region.get() + ", not in "
                                + address.region() + ": write ?region=" + region.get() + " behind it",
                        answer)
                : exception(
                        FailureKind.INVALID_TARGET,
                        failed + "the bucket is at another address or in another region than " + address.region()
                                + ". Correct the address, or write ?region=… behind it",
                        answer);
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

    private String difference(S3Exception answer) {
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
            return "about " + Duration.between(there, Instant.now()).abs().toMinutes() + " minutes";
        } catch (DateTimeParseException e) {
            return "too much";
        }
    }

    private static TransportException exception(FailureKind kind, String message, Exception cause) {
        return new TransportException(kind, message, cause);
    }
}
