package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Logger;
import org.slf4j.LoggerFactory;

/** Forwards JSch's log to the gateway's at debug level. It holds methods, algorithms and key types, never a password. */
final class JschLog implements Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(JschLog.class);

    private final ServerMessages messages;

    /** @param messages takes the server's reason to disconnect, which JSch reports nowhere else once a session is connected */
    JschLog(ServerMessages messages) {
        this.messages = messages;
    }

    @Override
    public boolean isEnabled(int level) {
        // JSch's DEBUG level shows contents of packets in places.
        return level > DEBUG;
    }

    @Override
    public void log(int level, String message) {
        LOG.debug(message);
    }

    @Override
    public void log(int level, String message, Throwable cause) {
        LOG.debug(message, cause);
        if (cause instanceof JSchSessionDisconnectException disconnect) {
            messages.add(disconnect.getDescription());
        }
    }
}
