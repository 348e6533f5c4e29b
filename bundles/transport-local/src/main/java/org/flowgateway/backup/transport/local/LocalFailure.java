package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.NotRegularFileException;
import org.flowgateway.backup.tree.SymbolicLinkException;

/** Classifies failures of the operating system. */
final class LocalFailure {

    private LocalFailure() {}

    /**
     * Classifies a failure.
     *
     * @param failure failure to classify
     * @param task the task that failed, as the beginning of a sentence: {@code "Storing a/b"}
     * @param root the session's directory
     */
    static TransportException of(IOException failure, String task, Path root) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (failure instanceof ClosedChannelException) {
            return closed(failure);
        }
        Optional<TransportException> replaced = replaced(failure, task, root);
        return replaced.isPresent() ? replaced.get() : byReason(failure, task, root);
    }

    /** Classifies a path that was replaced meanwhile; obstacles that existed before have other messages. */
    private static Optional<TransportException> replaced(IOException failure, String task, Path root) {
        String message = null;
        FailureKind kind = FailureKind.DENIED;
        if (failure instanceof SymbolicLinkException) {
            message =
                    " failed: a symbolic link is in the way, and links are not followed where backups lie. Put a directory in its place: ";
        } else if (failure instanceof NotDirectoryException) {
            message = " failed: a file is in the way. Put a directory in its place: ";
        } else if (failure instanceof NotRegularFileException) {
            message =
                    " failed: a pipe, a device or a directory is in the place of an object, and not touched. Remove it: ";
        } else if (failure instanceof FileReplacedException) {
            kind = FailureKind.UNKNOWN;
            message =
                    " failed: a directory was replaced while it was in use. Find out what does that, and start again: ";
        }
        return message == null
                ? Optional.empty()
                : Optional.of(new TransportException(kind, task + message + path(failure, root), failure));
    }

    private static TransportException byReason(IOException failure, String task, Path root) {
        String reason = reason(failure);
        if (reason.contains("No space left on device")) {
            return new TransportException(
                    FailureKind.NO_SPACE,
                    task + " failed: the file system of " + root
                            + " is full. Free space or file entries (inodes) there, for example by removing old backups, and start again",
                    failure);
        }
        if (reason.contains("Disk quota exceeded")) {
            return new TransportException(
                    FailureKind.NO_SPACE,
                    task + " failed: the disk quota for " + root
                            + " is used up. Raise it or remove old backups, and start again",
                    failure);
        }
        if (reason.contains("Read-only file system")) {
            return new TransportException(
                    FailureKind.DENIED,
                    task + " failed: the file system of " + root
                            + " is read-only. Mount it writable, or use another directory",
                    failure);
        }
        if (failure instanceof AccessDeniedException || reason.contains("Operation not permitted")) {
            return new TransportException(
                    FailureKind.DENIED,
                    task + " failed: the gateway has no right to it. Let the user that the gateway"
                            + " runs as read and write " + path(failure, root),
                    failure);
        }
        if (failure instanceof NoSuchFileException) {
            return new TransportException(
                    FailureKind.NOT_FOUND, task + " failed: there is no " + path(failure, root), failure);
        }
        return new TransportException(FailureKind.UNKNOWN, task + " in " + root + " failed: " + reason, failure);
    }

    /** Creates the failure of calls during and after the close of a session. */
    static TransportException closed(Throwable cause) {
        return new TransportException(FailureKind.CLOSED, "The local storage was closed while it was in use", cause);
    }

    /** Returns the operating system's reason, without the file name. */
    static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return Objects.requireNonNullElse(reason, "the operating system gave no reason");
    }

    private static String path(IOException failure, Path root) {
        String file = failure instanceof FileSystemException named ? named.getFile() : null;
        return Objects.requireNonNullElse(file, root.toString());
    }
}
