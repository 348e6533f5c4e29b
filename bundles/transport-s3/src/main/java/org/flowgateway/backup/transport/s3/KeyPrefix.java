package org.flowgateway.backup.transport.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * What all keys of a target begin with: its path without slashes around it, and one behind.
 *
 * @param value {@code ""} for the whole bucket, otherwise with a slash at its end
 */
record KeyPrefix(String value) {

    /** What S3 gives a key, without what an object's name and a temporary one may take of it. */
    private static final int MAX_BYTES = 800;

    private static final int CONTROL = ' ';
    private static final Pattern SLASHES_AROUND = Pattern.compile("^/+|/+$");

    /** @throws TransportException {@link FailureKind#INVALID_TARGET} if keys cannot begin so */
    static KeyPrefix of(String path) throws TransportException {
        String trimmed = SLASHES_AROUND.matcher(path).replaceAll("");
        if (trimmed.isEmpty()) {
            return new KeyPrefix("");
        }
        if (path.chars().anyMatch(c -> c < CONTROL)
                || Arrays.stream(trimmed.split("/", -1)).anyMatch(KeyPrefix::isNoName)) {
            throw new TransportException(
                    FailureKind.INVALID_TARGET,
                    "path is not a prefix that objects of an S3 store can have: names with single"
                            + " slashes between them, none of them . or ..");
        }
        if (trimmed.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new TransportException(
                    FailureKind.INVALID_TARGET,
                    "path is longer than the " + MAX_BYTES + " bytes that a prefix in an S3 store may have");
        }
        return new KeyPrefix(trimmed + '/');
    }

    private static boolean isNoName(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    /** The key of an object. */
    String key(ObjectName name) {
        return value + name.value();
    }

    /** What all keys of a directory begin with. */
    String of(Optional<ObjectName> directory) {
        return value + directory.map(name -> name.value() + '/').orElse("");
    }
}
