package org.flowgateway.backup.tree;

/** Failure because file trees cannot be used on this system; the message says why and what to do. */
public final class NativeLibraryException extends Exception {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
