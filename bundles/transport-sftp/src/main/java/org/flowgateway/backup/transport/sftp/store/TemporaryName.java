package org.flowgateway.backup.transport.sftp.store;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names of files that are being written, beside the name they will get: a dot, that name, {@code ~}, 16 hexadecimal digits, {@code .tmp}.
 * No object can have such a name.
 */
final class TemporaryName {

    private static final Pattern NAME = Pattern.compile("\\.[a-z0-9_-][a-z0-9._-]*~[0-9a-f]{16}\\.tmp");

    private TemporaryName() {}

    /** A fresh one for the file at a path. */
    static String of(String path) {
        int at = path.lastIndexOf('/') + 1;
        return path.substring(0, at) + '.' + path.substring(at) + '~'
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".tmp";
    }

    /** Whether a file of that name, without its directory, is one of ours. */
    static boolean isTemporary(String name) {
        return NAME.matcher(name).matches();
    }
}
