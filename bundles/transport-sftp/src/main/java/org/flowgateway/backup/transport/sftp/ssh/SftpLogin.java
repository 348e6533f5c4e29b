package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Who logs in, and with what: the configured key first, then the password as an answer to the server's question, then as a password. The
 * password is given once to a server that asks again, so that one wrong password counts as one. Closing wipes it.
 */
public final class SftpLogin implements AutoCloseable {

    private static final int KEEPALIVE_MILLIS = 15_000;

    private final String username;
    private final Optional<Secret> password;
    private final Optional<PrivateKeyFile> key;

    /** @param password a copy, which is wiped when this is closed */
    public SftpLogin(String username, Optional<Secret> password, Optional<PrivateKeyFile> key) {
        this.username = username;
        this.password = password;
        this.key = key;
    }

    /** Sets a session up, without connecting. */
    Session newSession(
            SshAddress address,
            CloseableSockets sockets,
            HostKeyVerifier identity,
            SshTimeouts timeouts,
            ServerMessages messages)
            throws JSchException, TransportException {
        JSch jsch = new JSch();
        jsch.setInstanceLogger(new JschLog(messages));
        jsch.setHostKeyRepository(identity);
        if (key.isPresent()) {
            key.get().addTo(jsch);
        }
        Session newSession = jsch.getSession(username, address.host(), address.port());
        newSession.setSocketFactory(sockets);
        newSession.setDaemonThread(true);
        newSession.setConfig("StrictHostKeyChecking", "yes");
        newSession.setConfig("server_host_key", identity.algorithms());
        // The order above is made from the known keys already.
        newSession.setConfig("prefer_known_host_key_types", "no");
        SshAlgorithms.offer(newSession);
        newSession.setConfig("PreferredAuthentications", methods());
        // A line that is not used must not be cut by a router for that, and one that is dead must be noticed.
        newSession.setServerAliveInterval(KEEPALIVE_MILLIS);
        newSession.setServerAliveCountMax(
                Math.toIntExact(Math.max(1, timeouts.progress().toMillis() / KEEPALIVE_MILLIS)));
        newSession.setUserInfo(new LoginDialog(username, password, messages));
        return newSession;
    }

    private String methods() {
        String withPassword = "keyboard-interactive,password";
        if (key.isEmpty()) {
            return withPassword;
        }
        return password.isPresent() ? "publickey," + withPassword : "publickey";
    }

    @Override
    public void close() {
        password.ifPresent(Secret::close);
    }
}
