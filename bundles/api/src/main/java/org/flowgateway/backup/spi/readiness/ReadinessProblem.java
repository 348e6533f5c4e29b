package org.flowgateway.backup.spi.readiness;

import java.util.Objects;
import org.flowgateway.backup.api.message.Message;

/**
 * Problem that makes the gateway unready, or that exists although the gateway works.
 *
 * @param preventsReadiness {@code true}: no job starts, and the gateway answers 503; {@code false}: jobs run all the same
 * @param description one line for the person who can fix it: problem, cause and remedy, without any secret. Everybody can read it
 */
public record ReadinessProblem(boolean preventsReadiness, Message description) {

    public ReadinessProblem {
        Objects.requireNonNull(description, "description");
        if (description.summary().isBlank()) {
            throw new IllegalArgumentException("A problem needs a text");
        }
    }

    /** Creates a problem that prevents jobs. */
    public static ReadinessProblem notReady(Message description) {
        return new ReadinessProblem(true, description);
    }

    /**
     * Creates a problem that prevents jobs, with the code {@code readiness.problem}.
     *
     * @param text problem, cause and remedy, without a period at its end
     */
    public static ReadinessProblem notReady(String text) {
        return notReady(new Message("readiness.problem", text, ""));
    }

    /** Creates a problem that does not prevent jobs. */
    public static ReadinessProblem degraded(Message description) {
        return new ReadinessProblem(false, description);
    }

    /**
     * Creates a problem that does not prevent jobs, with the code {@code readiness.problem}.
     *
     * @param text problem, cause and remedy, without a period at its end
     */
    public static ReadinessProblem degraded(String text) {
        return degraded(new Message("readiness.problem", text, ""));
    }

    /** Returns the whole text: problem, cause and remedy. */
    public String text() {
        return description.text();
    }
}
