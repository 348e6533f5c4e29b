package org.flowgateway.backup.transport.sftp.ssh;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/** Failures of a connection that has ended. */
final class SshConnectionEnd {

    private SshConnectionEnd() {}

    /** Describes the end of a connection, for every call that uses it then or later. */
    static TransportException of(
            FailureKind kind,
            SshAddress address,
            SshTimeouts timeouts,
            Optional<String> serverMessage,
            Throwable cause) {
        String host = address.toString();
        return switch (kind) {
            case CLOSED -> SftpMessage.CLOSED.causedBy(cause, host);
            case TIMEOUT -> SftpMessage.TIMED_OUT.causedBy(cause, host, timeouts.connectTimeout(), timeouts.progress());
            case CONNECTION_LOST ->
                serverMessage.isPresent()
                        ? SftpMessage.CONNECTION_LOST_WITH_TEXT.causedBy(cause, host, serverMessage.get())
                        : SftpMessage.CONNECTION_LOST.causedBy(cause, host);
            default -> throw new IllegalArgumentException("No connection ends as " + kind);
        };
    }
}
