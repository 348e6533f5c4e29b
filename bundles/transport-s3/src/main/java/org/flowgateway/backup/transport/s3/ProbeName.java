package org.flowgateway.backup.transport.s3;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names of probe objects: {@code .probe~}, 16 hexadecimal digits, {@code .tmp}. No object can have such a name. */
final class ProbeName {

    /** Beginning of every probe name. */
    static final String BEGINNING = ".probe~";

    private static final Pattern NAME = Pattern.compile("\\.probe~[0-9a-f]{16}\\.tmp");

    private ProbeName() {}

    /** Creates a new name. */
    static String next() {
        return BEGINNING
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".tmp";
    }

    /** Returns true for a probe name, given without the part up to its last slash. */
    static boolean isProbe(String name) {
        return NAME.matcher(name).matches();
    }
}
