package org.flowgateway.backup.transport.sftp.store;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Temporary names of files, beside the final name: a dot, that name, {@code ~}, 16 hexadecimal digits, {@code .tmp}. No object can have such a name.
 */
final class TemporaryName {

    private static final Pattern NAME = Pattern.compile("\\.[a-z0-9_-][a-z0-9._-]*~[0-9a-f]{16}\\.tmp");

    private TemporaryName() {}

    /** Creates a new temporary name for a path. */
    static String of(String path) {
        int at = path.lastIndexOf('/') + 1;
        return path.substring(0, at) + '.' + path.substring(at) + '~'
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".tmp";
    }

    /** Returns true for a temporary file name, given without its directory. */
    static boolean isTemporary(String name) {
        return NAME.matcher(name).matches();
    }
}
