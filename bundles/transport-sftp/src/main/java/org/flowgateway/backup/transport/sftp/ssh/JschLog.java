package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Logger;
import org.slf4j.LoggerFactory;

/** What JSch tells of its work, for whoever looks for a fault. It tells of methods, algorithms and keys' types, never of a password. */
final class JschLog implements Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(JschLog.class);

    private final ServerMessages messages;

    /** @param messages takes why the server disconnects: JSch tells it nowhere else once a session is connected */
    JschLog(ServerMessages messages) {
        this.messages = messages;
    }

    @Override
    public boolean isEnabled(int level) {
        // Its own DEBUG shows contents of packets in places.
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
