package org.flowgateway.backup.spi.section;

import java.util.Objects;

/** Failure of a section's call. The message is shown to a person: plain words, a remedy, no full stop, never a secret. */
public final class SectionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message text for a person
     */
    public SectionException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
