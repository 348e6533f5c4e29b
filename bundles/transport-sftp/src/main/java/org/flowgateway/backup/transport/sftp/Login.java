package org.flowgateway.backup.transport.sftp;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Who logs in, and with what: the configured key first, then the password as an answer to the server's question, then as a password. The
 * password is given once to a server that asks again, so that one wrong password counts as one. Closing wipes it.
 */
final class Login implements AutoCloseable {

    /** Thrown through JSch, to end a login that has nothing more to offer. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused() {
            super("the server asks again");
        }
    }

    private static final int KEEPALIVE_MILLIS = 15_000;

    private final String username;
    private final Optional<Secret> password;
    private final Optional<PrivateKey> key;

    /** @param password a copy, which is wiped when this is closed */
    Login(String username, Optional<Secret> password, Optional<PrivateKey> key) {
        this.username = username;
        this.password = password;
        this.key = key;
    }

    /** Sets a session up, without connecting. */
    Session session(SftpAddress address, LineSockets sockets, HostIdentity identity, SftpSettings settings)
            throws JSchException, TransportException {
        JSch jsch = new JSch();
        jsch.setInstanceLogger(new JschLog());
        jsch.setHostKeyRepository(identity);
        if (key.isPresent()) {
            key.get().addTo(jsch);
        }
        Session session = jsch.getSession(username, address.host(), address.port());
        session.setSocketFactory(sockets);
        session.setDaemonThread(true);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", identity.algorithms());
        // The order above is made from the known keys already.
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("PreferredAuthentications", methods());
        // A line that is not used must not be cut by a router for that, and one that is dead must be noticed.
        session.setServerAliveInterval(KEEPALIVE_MILLIS);
        session.setServerAliveCountMax(Math.toIntExact(Math.max(1, settings.progress().toMillis() / KEEPALIVE_MILLIS)));
        Answers answers = new Answers();
        session.setUserInfo(answers);
        if (password.isPresent()) {
            byte[] bytes = password.get().utf8();
            session.setPassword(bytes);
            Arrays.fill(bytes, (byte) 0);
        }
        return session;
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

    /** Answers questions that JSch does not take for the password's by itself, for example in other languages. */
    private final class Answers implements UserInfo, UIKeyboardInteractive {

        private boolean answered;

        @Override
        public String[] promptKeyboardInteractive(String destination, String name, String instruction, String[] prompts, boolean[] echo) {
            if (prompts.length == 0) {
                return new String[0];
            }
            boolean isPassword = prompts.length == 1 && !echo[0] && password.isPresent();
            boolean wasGiven = prompts[0].toLowerCase(Locale.ROOT).contains("password:");
            if (!isPassword || answered || wasGiven) {
                throw new Refused();
            }
            answered = true;
            char[] characters = password.get().characters();
            // JSch takes nothing but a String here.
            String[] answer = {new String(characters)};
            Arrays.fill(characters, '\0');
            return answer;
        }

        @Override
        public boolean promptPassword(String message) {
            return false;
        }

        @Override
        public String getPassword() {
            return null;
        }

        @Override
        public boolean promptPassphrase(String message) {
            return false;
        }

        @Override
        public String getPassphrase() {
            return null;
        }

        @Override
        public boolean promptYesNo(String question) {
            return false;
        }

        @Override
        public void showMessage(String message) {
            // Banners and warnings; what matters of them is in the failure.
        }
    }
}
