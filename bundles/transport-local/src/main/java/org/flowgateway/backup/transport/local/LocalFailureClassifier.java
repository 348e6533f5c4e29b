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
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.NotRegularFileException;
import org.flowgateway.backup.tree.SymbolicLinkException;

/** Classifies failures of the operating system. */
final class LocalFailureClassifier {

    private LocalFailureClassifier() {}

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
        LocalMessage message = null;
        if (failure instanceof SymbolicLinkException) {
            message = LocalMessage.LINK_IN_PATH;
        } else if (failure instanceof NotDirectoryException) {
            message = LocalMessage.FILE_IN_PATH;
        } else if (failure instanceof NotRegularFileException) {
            message = LocalMessage.NOT_A_FILE;
        }
        return message == null ? Optional.empty() : Optional.of(message.causedBy(failure, task, path(failure, root)));
    }

    private static TransportException byReason(IOException failure, String task, Path root) {
        String reason = reason(failure);
        if (reason.contains("No space left on device")) {
            return LocalMessage.FILE_SYSTEM_FULL.causedBy(failure, task, root);
        }
        if (reason.contains("Disk quota exceeded")) {
            return LocalMessage.QUOTA_EXCEEDED.causedBy(failure, task, root);
        }
        if (reason.contains("Read-only file system")) {
            return LocalMessage.READ_ONLY.causedBy(failure, task, root);
        }
        if (failure instanceof AccessDeniedException || reason.contains("Operation not permitted")) {
            return LocalMessage.NO_PERMISSION.causedBy(failure, task, path(failure, root));
        }
        if (failure instanceof NoSuchFileException) {
            return LocalMessage.NO_FILE.causedBy(failure, task, path(failure, root));
        }
        return LocalMessage.FAILED.causedBy(failure, task, root, reason);
    }

    /** Creates the failure of calls during and after the close of a session. */
    static TransportException closed(Throwable cause) {
        return LocalMessage.CLOSED.causedBy(cause);
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
