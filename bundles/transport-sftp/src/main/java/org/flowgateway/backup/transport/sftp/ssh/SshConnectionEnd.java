package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

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
        Duration longest = timeouts.progress();
        return new TransportException(
                kind,
                switch (kind) {
                    case CLOSED -> "The connection to " + address + " was closed while it was in use";
                    case TIMEOUT ->
                        address + " has stopped answering, or did not answer at all, and was given up (after "
                                + longest.toSeconds() + " s without progress, "
                                + timeouts.firstContact().toSeconds()
                                + " s at the first contact): check that host and the line to it";
                    case CONNECTION_LOST ->
                        "The connection to " + address + " was lost"
                                + serverMessage
                                        .map(said -> ", and the server says \"" + said + '"')
                                        .orElse("") + ": check that host and the line to it, and start again";
                    default -> throw new IllegalArgumentException("No connection ends as " + kind);
                },
                cause);
    }
}
