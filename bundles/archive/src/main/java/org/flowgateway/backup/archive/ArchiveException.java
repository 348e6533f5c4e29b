package org.flowgateway.backup.archive;

import java.io.IOException;

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

    private final Reason reason;

    /**
     * Creates a failure without a cause.
     *
     * @param reason reason of the failure
     * @param message plain words
     */
    public ArchiveException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param reason reason of the failure
     * @param message plain words
     * @param cause exception of a library, or {@code null}
     */
    public ArchiveException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Creates a failure with {@link Reason#DAMAGED}. */
    public static ArchiveException damaged(String message) {
        return new ArchiveException(Reason.DAMAGED, message);
    }

    /** Creates a failure with {@link Reason#DAMAGED} and a cause. */
    public static ArchiveException damaged(String message, Throwable cause) {
        return new ArchiveException(Reason.DAMAGED, message, cause);
    }

    /** Creates a failure with {@link Reason#UNSUPPORTED}. */
    public static ArchiveException unsupported(String message) {
        return new ArchiveException(Reason.UNSUPPORTED, message);
    }

    /** Creates a failure with {@link Reason#LIMIT_EXCEEDED}. */
    public static ArchiveException limit(String message) {
        return new ArchiveException(Reason.LIMIT_EXCEEDED, message);
    }

    /** Returns the reason of the failure. */
    public Reason reason() {
        return reason;
    }
}
