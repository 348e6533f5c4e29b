package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Login of a user: first with the configured key, then with the password, keyboard-interactive before password authentication. The password
 * is sent once even if the server asks again, so one wrong password counts as one. Closing wipes it.
 */
public final class SftpLogin implements AutoCloseable {

    private static final int KEEPALIVE_MILLIS = 15_000;

    private final String username;
    private final Optional<Secret> password;
    private final Optional<PrivateKeyFile> key;

    /** @param password a copy; wiped by {@link #close} */
    public SftpLogin(String username, Optional<Secret> password, Optional<PrivateKeyFile> key) {
        this.username = username;
        this.password = password;
        this.key = key;
    }

    /** Creates a session that is not connected. */
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
        // The order above already puts known keys first.
        newSession.setConfig("prefer_known_host_key_types", "no");
        SshAlgorithms.offer(newSession);
        newSession.setConfig("PreferredAuthentications", methods());
        // A router must not cut an idle connection, and a broken one must be detected.
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
