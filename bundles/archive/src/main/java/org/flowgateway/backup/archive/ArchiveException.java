package org.flowgateway.backup.archive;

import java.io.IOException;

/**
 * A sealed object, an index or a manifest that cannot be read as this format. The message is in plain words, without
 * secrets and class names; what a library said is the cause.
 *
 * <p>An error of the storage below (a broken connection, say) is never turned into this: it stays the
 * {@link IOException} that the source threw.
 */
public final class ArchiveException extends IOException {

    /** Why it cannot be read. */
    public enum Reason {
        /**
         * The password does not open the key packet, or the key packet is damaged: OpenPGP gives the same failure for
         * both. Compare the object's SHA-256 with the manifest's to tell them apart.
         */
        KEY_REJECTED,
        /** Not what was written: changed, cut short, extended, missing or from another backup. */
        DAMAGED,
        /** Written in a way that this version does not know. */
        UNSUPPORTED,
        /** Asks for more memory or work than this version grants to input that is not trusted. */
        LIMIT_EXCEEDED
    }

    private final Reason reason;

    /**
     * @param reason why
     * @param message plain words
     */
    public ArchiveException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * @param reason why
     * @param message plain words
     * @param cause what was found below, or {@code null}
     */
    public ArchiveException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static ArchiveException damaged(String message) {
        return new ArchiveException(Reason.DAMAGED, message);
    }

    static ArchiveException damaged(String message, Throwable cause) {
        return new ArchiveException(Reason.DAMAGED, message, cause);
    }

    static ArchiveException unsupported(String message) {
        return new ArchiveException(Reason.UNSUPPORTED, message);
    }

    static ArchiveException limit(String message) {
        return new ArchiveException(Reason.LIMIT_EXCEEDED, message);
    }

    /** Why it cannot be read. */
    public Reason reason() {
        return reason;
    }
}
