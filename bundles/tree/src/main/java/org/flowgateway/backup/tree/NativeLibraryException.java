package org.flowgateway.backup.tree;

import org.flowgateway.backup.api.message.Message;

/** Failure because file trees cannot be used on this system; the message says why and what to do. */
public final class NativeLibraryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    NativeLibraryException(Message description, Throwable cause) {
        super(description.text(), cause);
        this.description = description;
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
