package org.flowgateway.backup.transport.s3;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Address of a bucket.
 *
 * @param endpoint address of the store; empty for Amazon's own
 * @param bucket the bucket's name
 * @param region the region that requests are signed for
 */
record S3Address(Optional<URI> endpoint, String bucket, String region) {

    /** Amazon's own store. */
    static final String AMAZON = "s3";
    /** Any other store. */
    static final String HTTPS = "s3+https";
    /** Store on this host, for trials: without TLS, a store on another host cannot be authenticated. */
    static final String HTTP = "s3+http";

    private static final String REGION_WITHOUT_MEANING = "us-east-1";
    private static final int MAX_PORT = 65535;
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PARTS = Pattern.compile("(?<bucket>[^/?#]*)/?(\\?region=(?<region>[^?&#]*))?");
    private static final Pattern ENDPOINT = Pattern.compile(
            "(?<host>\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(:(?<port>[0-9]{1,5}))?/(?<rest>.*)");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|\\[::1]");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9]([a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");

    /**
     * Parses {@code bucket} for Amazon's store, and {@code endpoint/bucket} or {@code endpoint:port/bucket} for any other; each may end
     * with {@code ?region=…}.
     *
     * @throws TransportException {@link FailureKind#INVALID_TARGET} if it has another form; an address that may hold a password is not
     *     repeated
     */
    static S3Address of(TransportTarget target, S3Settings settings) throws TransportException {
        if (target.address().indexOf('@') >= 0) {
            throw S3Message.ADDRESS_WITH_LOGIN.exception();
        }
        if (target.scheme().equals(AMAZON)) {
            S3Address address = bucket(target.address(), Optional.empty(), settings.region(), "s3://bucket");
            if (address.region().isEmpty()) {
                throw S3Message.REGION_MISSING.exception();
            }
            return address;
        }
        Matcher parts = ENDPOINT.matcher(target.address());
        if (!parts.matches()) {
            throw S3Message.ADDRESS_MALFORMED.exception(target.scheme());
        }
        String host = parts.group("host").toLowerCase(Locale.ROOT);
        if (parts.group("port") != null
                && (Integer.parseInt(parts.group("port")) < 1 || Integer.parseInt(parts.group("port")) > MAX_PORT)) {
            throw S3Message.PORT_INVALID.exception(parts.group("port"));
        }
        if (target.scheme().equals(HTTP) && !LOOPBACK.matcher(host).matches()) {
            throw S3Message.TLS_REQUIRED.exception();
        }
        URI endpoint = URI.create(target.scheme().substring("s3+".length()) + "://" + host
                + (parts.group("port") == null ? "" : ":" + Integer.parseInt(parts.group("port"))));
        return bucket(
                parts.group("rest"),
                Optional.of(endpoint),
                settings.region().or(() -> Optional.of(REGION_WITHOUT_MEANING)),
                target.scheme() + "://endpoint/bucket");
    }

    private static S3Address bucket(String written, Optional<URI> endpoint, Optional<String> otherwise, String shape)
            throws TransportException {
        Matcher parts = PARTS.matcher(written);
        if (!parts.matches()) {
            throw S3Message.TEXT_AFTER_BUCKET.exception(shape);
        }
        String bucket = parts.group("bucket");
        if (!BUCKET.matcher(bucket).matches() || LIKE_AN_ADDRESS.matcher(bucket).matches()) {
            throw S3Message.BUCKET_INVALID.exception(bucket);
        }
        String region = parts.group("region") == null ? otherwise.orElse("") : parts.group("region");
        if (parts.group("region") != null && !isRegion(region)) {
            throw S3Message.REGION_INVALID.exception(region);
        }
        return new S3Address(endpoint, bucket, region);
    }

    static boolean isRegion(String name) {
        return REGION.matcher(name).matches();
    }

    /** Returns host and port, for messages. */
    String host() {
        return endpoint.map(URI::getAuthority).orElse("Amazon S3");
    }

    @Override
    public String toString() {
        return endpoint.map(uri -> "s3+" + uri + "/").orElse("s3://") + bucket;
    }
}
