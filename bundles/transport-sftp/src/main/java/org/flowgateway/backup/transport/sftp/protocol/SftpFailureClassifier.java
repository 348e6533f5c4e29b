package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/** Classifies failures of SFTP requests. */
public final class SftpFailureClassifier {

    private SftpFailureClassifier() {}

    /**
     * Classifies a failure of a request.
     *
     * @param task the task that failed, as the beginning of a sentence: {@code "Storing a/b"}
     * @param target directory and host, for the message
     */
    public static TransportException of(IOException failure, String task, String target) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (failure instanceof SftpStatus status) {
            return message(status.code()).causedBy(status, task, target, status.getMessage());
        }
        return SftpMessage.FAILED.causedBy(
                failure, task, target, Objects.requireNonNullElse(failure.getMessage(), "no reason is known"));
    }

    private static SftpMessage message(int code) {
        return switch (code) {
            case SftpStatus.NO_SUCH_FILE, SftpStatus.NO_SUCH_PATH, SftpStatus.NOT_A_DIRECTORY -> SftpMessage.NO_FILE;
            case SftpStatus.PERMISSION_DENIED, SftpStatus.WRITE_PROTECT -> SftpMessage.NO_PERMISSION;
            case SftpStatus.NO_SPACE, SftpStatus.QUOTA_EXCEEDED -> SftpMessage.NO_SPACE;
            case SftpStatus.ALREADY_EXISTS -> SftpMessage.FILE_EXISTS;
            case SftpStatus.NO_CONNECTION, SftpStatus.CONNECTION_LOST -> SftpMessage.STORAGE_LOST;
            default -> SftpMessage.SERVER_ERROR;
        };
    }
}
