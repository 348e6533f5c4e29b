package org.flowgateway.backup.transport.s3;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names of objects that are stored to try a store: {@code .probe~}, 16 hexadecimal digits, {@code .tmp}. No object can have such a name. */
final class ProbeName {

    /** What all of them begin with. */
    static final String BEGINNING = ".probe~";

    private static final Pattern NAME = Pattern.compile("\\.probe~[0-9a-f]{16}\\.tmp");

    private ProbeName() {}

    /** A fresh one. */
    static String next() {
        return BEGINNING
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".tmp";
    }

    /** Whether a name, without what is before its last slash, is one of them. */
    static boolean isProbe(String name) {
        return NAME.matcher(name).matches();
    }
}
