package org.flowgateway.backup.archive;

import java.io.IOException;
import java.util.Locale;
import org.flowgateway.backup.api.message.Message;

/**
 * Failure to read a sealed object, an index or a manifest as this format. The message is in plain words, without secrets and class names; the
 * library's exception is the cause.
 *
 * <p>An error of the storage (such as a broken connection) is never converted: it stays the {@link IOException} that the source threw.
 */
public final class ArchiveException extends IOException {

    /** Reason of the failure. */
    public enum Reason {
        /**
         * The password does not open the key packet, or the key packet is damaged: OpenPGP gives the same failure for both. The object's SHA-256
         * in the manifest distinguishes them.
         */
        KEY_REJECTED,
        /** The content differs from what was written: changed, truncated, extended, missing or from another backup. */
        DAMAGED,
        /** The format is unknown to this version. */
        UNSUPPORTED,
        /** The input requires more memory or work than this version grants to untrusted input. */
        LIMIT_EXCEEDED
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Message description;

    /**
     * Creates a failure without a cause.
     *
     * @param reason reason of the failure
     * @param message plain words
     */
    public ArchiveException(Reason reason, String message) {
        this(
                reason,
                new Message("archive." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), message, ""),
                null);
    }

    /**
     * Creates a failure with a message of a catalogue.
     *
     * @param reason reason of the failure
     * @param description plain words; its summary continues a sentence
     * @param cause exception of a library, or {@code null}
     */
    public ArchiveException(Reason reason, Message description, Throwable cause) {
        super(description.summary(), cause);
        this.reason = reason;
        this.description = description;
    }

    /** Returns the message with its code. Its summary is the text of this exception. */
    public Message description() {
        return description;
    }

    /** Returns the reason of the failure. */
    public Reason reason() {
        return reason;
    }
}
