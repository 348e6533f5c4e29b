package org.flowgateway.backup.spi.section;

import java.util.Objects;

/** A section cannot do what it is asked to. The message is shown to a person: plain words, what to do, no full stop, never a secret. */
public final class SectionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what a person is told */
    public SectionException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
