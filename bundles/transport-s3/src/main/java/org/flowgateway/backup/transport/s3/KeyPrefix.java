package org.flowgateway.backup.transport.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Prefix of all keys of a target: its path without surrounding slashes, followed by one.
 *
 * @param value {@code ""} for the whole bucket, otherwise ends with a slash
 */
record KeyPrefix(String value) {

    /** Maximum length: S3's limit of a key, less the longest object name and temporary name. */
    private static final int MAX_BYTES = 800;

    private static final int CONTROL = ' ';
    private static final Pattern SLASHES_AROUND = Pattern.compile("^/+|/+$");

    /** @throws TransportException {@link FailureKind#INVALID_TARGET} if keys cannot have this prefix */
    static KeyPrefix of(String path) throws TransportException {
        String trimmed = SLASHES_AROUND.matcher(path).replaceAll("");
        if (trimmed.isEmpty()) {
            return new KeyPrefix("");
        }
        if (path.chars().anyMatch(c -> c < CONTROL)
                || Arrays.stream(trimmed.split("/", -1)).anyMatch(KeyPrefix::isNoName)) {
            throw S3Message.PATH_INVALID.exception();
        }
        if (trimmed.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw S3Message.PATH_TOO_LONG.exception(MAX_BYTES);
        }
        return new KeyPrefix(trimmed + '/');
    }

    private static boolean isNoName(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    /** Returns the key of an object. */
    String key(ObjectName name) {
        return value + name.value();
    }

    /** Returns the prefix of all keys of a directory. */
    String of(Optional<ObjectName> directory) {
        return value + directory.map(name -> name.value() + '/').orElse("");
    }
}
