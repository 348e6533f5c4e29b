package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** What the operating system said, as a kind and in words. */
final class LocalFailure {

    private LocalFailure() {
    }

    /**
     * Classifies a failure.
     *
     * @param failure what was thrown
     * @param task what was being done, as the begin of a sentence: {@code "Storing a/b"}
     * @param root the session's directory
     */
    static TransportException of(IOException failure, String task, Path root) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (failure instanceof ClosedChannelException) {
            return closed(failure);
        }
        String reason = reason(failure);
        if (reason.contains("No space left on device")) {
            return new TransportException(FailureKind.NO_SPACE, task + " failed: the file system of " + root
                    + " is full. Free space or file entries (inodes) there, for example by removing old backups, and start again", failure);
        }
        if (reason.contains("Disk quota exceeded")) {
            return new TransportException(FailureKind.NO_SPACE, task + " failed: the disk quota for " + root
                    + " is used up. Raise it or remove old backups, and start again", failure);
        }
        if (reason.contains("Read-only file system")) {
            return new TransportException(FailureKind.DENIED, task + " failed: the file system of " + root
                    + " is read-only. Mount it writable, or use another directory", failure);
        }
        if (failure instanceof AccessDeniedException || reason.contains("Operation not permitted")) {
            return new TransportException(FailureKind.DENIED, task + " failed: the gateway has no right to it. Let the user that the gateway"
                    + " runs as read and write " + place(failure, root), failure);
        }
        if (failure instanceof NoSuchFileException) {
            return new TransportException(FailureKind.NOT_FOUND, task + " failed: there is no " + place(failure, root), failure);
        }
        return new TransportException(FailureKind.UNKNOWN, task + " in " + root + " failed: " + reason, failure);
    }

    /** The failure of everything that a session is asked after, or was doing at, its close. */
    static TransportException closed(Throwable cause) {
        return new TransportException(FailureKind.CLOSED, "The local storage was closed while it was in use", cause);
    }

    /** What the operating system said, without the name of the file. */
    static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return Objects.requireNonNullElse(reason, "the operating system gave no reason");
    }

    private static String place(IOException failure, Path root) {
        String file = failure instanceof FileSystemException named ? named.getFile() : null;
        return Objects.requireNonNullElse(file, root.toString());
    }
}
