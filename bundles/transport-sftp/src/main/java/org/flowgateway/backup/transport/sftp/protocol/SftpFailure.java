package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Classifies failures of SFTP requests. */
public final class SftpFailure {

    private SftpFailure() {}

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
        String failed = task + " failed in " + target + ": ";
        if (!(failure instanceof SftpStatus status)) {
            return new TransportException(FailureKind.UNKNOWN, failed + failure.getMessage(), failure);
        }
        return switch (status.code()) {
            case SftpStatus.NO_SUCH_FILE, SftpStatus.NO_SUCH_PATH, SftpStatus.NOT_A_DIRECTORY ->
                new TransportException(
                        FailureKind.NOT_FOUND, failed + "there is no such file or directory" + status.more(), failure);
            case SftpStatus.PERMISSION_DENIED, SftpStatus.WRITE_PROTECT ->
                new TransportException(
                        FailureKind.DENIED,
                        failed + "the login has no right to it" + status.more()
                                + ". Let this user read and write that directory, or use another",
                        failure);
            case SftpStatus.NO_SPACE, SftpStatus.QUOTA_EXCEEDED -> noSpace(failed, status);
            case SftpStatus.ALREADY_EXISTS ->
                new TransportException(
                        FailureKind.ALREADY_EXISTS, failed + "the name is taken" + status.more(), failure);
            case SftpStatus.NO_CONNECTION, SftpStatus.CONNECTION_LOST ->
                new TransportException(
                        FailureKind.CONNECTION_LOST,
                        failed + "the server lost its own connection to the storage. Check that",
                        failure);
            default ->
                new TransportException(
                        FailureKind.UNKNOWN,
                        failed + "the server says \"" + status.getMessage() + "\". Its log may say more",
                        failure);
        };
    }

    public static TransportException noSpace(String failed, SftpStatus cause) {
        return new TransportException(
                FailureKind.NO_SPACE,
                failed + "there is no space left, or a quota is reached" + cause.more()
                        + ". Free space there, for example by removing old backups, and start again",
                cause);
    }
}
