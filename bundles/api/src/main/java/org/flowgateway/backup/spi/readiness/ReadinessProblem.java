package org.flowgateway.backup.spi.readiness;

import java.util.Objects;

/**
 * Problem that makes the gateway unready, or that exists although the gateway works.
 *
 * @param preventsReadiness {@code true}: no job starts, and the gateway answers 503; {@code false}: jobs run all the same
 * @param text one line for the person who can fix it: problem, cause and remedy, without a period at its end and without any secret. Everybody
 *         can read it
 */
public record ReadinessProblem(boolean preventsReadiness, String text) {

    public ReadinessProblem {
        Objects.requireNonNull(text, "text");
        if (text.isBlank()) {
            throw new IllegalArgumentException("A problem needs a text");
        }
    }

    /** Creates a problem that prevents jobs. */
    public static ReadinessProblem notReady(String text) {
        return new ReadinessProblem(true, text);
    }

    /** Creates a problem that does not prevent jobs. */
    public static ReadinessProblem degraded(String text) {
        return new ReadinessProblem(false, text);
    }
}
