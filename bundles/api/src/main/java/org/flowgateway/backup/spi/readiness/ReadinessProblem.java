package org.flowgateway.backup.spi.readiness;

import java.util.Objects;

/**
 * Something that keeps the gateway from being ready, or that is wrong although the gateway works.
 *
 * @param preventsReadiness {@code true}: no job starts, and the gateway answers 503; {@code false}: jobs run all the same
 * @param text one line for the person who can correct it: what is wrong, why, and what to do, without a period at its end and without any
 *        secret. It is shown to everybody
 */
public record ReadinessProblem(boolean preventsReadiness, String text) {

    public ReadinessProblem {
        Objects.requireNonNull(text, "text");
        if (text.isBlank()) {
            throw new IllegalArgumentException("A problem needs a text");
        }
    }

    /** A problem without whose solution no job can start. */
    public static ReadinessProblem notReady(String text) {
        return new ReadinessProblem(true, text);
    }

    /** A problem beside which jobs run. */
    public static ReadinessProblem degraded(String text) {
        return new ReadinessProblem(false, text);
    }
}
