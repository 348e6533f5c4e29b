package ${package};

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * YOURS: classifies failures of your store, with a message for people: what happened, and what to do. No class name, no secret. A failure
 * without a clear kind is {@link FailureKind}'s {@code UNKNOWN}.
 */
final class ${className}Failure {

    private ${className}Failure() {
    }

    /** @param failed the task that failed, and the target: {@code "Storing a/b failed in backups on ${scheme}://host"} */
    static TransportException of(IOException failure, String failed) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (failure instanceof NoSuchFileException) {
            return new TransportException(FailureKind.NOT_FOUND, failed + ": it is not there", failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new TransportException(FailureKind.DENIED, failed + ": the gateway has no right to it. Let it read and write there", failure);
        }
        if (failure instanceof FileSystemException system && Objects.requireNonNullElse(system.getReason(), "").contains("No space left")) {
            return new TransportException(FailureKind.NO_SPACE, failed + ": there is no space left. Free some there, and start again", failure);
        }
        return new TransportException(FailureKind.UNKNOWN, failed + ": the reason is in the gateway's log", failure);
    }
}
