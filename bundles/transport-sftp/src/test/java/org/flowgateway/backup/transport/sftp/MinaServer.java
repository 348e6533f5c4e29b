package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.flowgateway.backup.transport.sftp.ssh.KeyboardInteractiveLogin;

/** Apache MINA's server in this process, which records login attempts. It offers only SFTP, and refuses any command. */
public final class MinaServer implements AutoCloseable {

    public static final String USERNAME = "backup";
    public static final String PASSWORD = "canary-7d1e";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final SftpSubsystemFactory sftp;
    private final Queue<String> tried = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();

    /** @param root what its users see as / */
    public MinaServer(Path root) throws Exception {
        this(root, new SftpSubsystemFactory());
    }

    /** @param sftp how it speaks SFTP */
    public MinaServer(Path root, SftpSubsystemFactory sftp) throws Exception {
        this.sftp = sftp;
        server.setHost("127.0.0.1");
        server.setPort(0);
        // Its answers would wait for our acknowledgements otherwise, 40 ms each.
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair hostKey = generator.generateKeyPair();
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setSubsystemFactories(List.of(sftp));
        server.setPasswordAuthenticator((username, password, session) -> isRight("password", username, password));
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    }

    public MinaServer start() {
        try {
            server.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a port that was chosen before. */
    public MinaServer on(int port) {
        server.setPort(port);
        return this;
    }

    /** Offers some of OpenSSH's extensions, as {@code name=version} separated by commas; "" for none. */
    public MinaServer withExtensions(String extensions) {
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, extensions);
        return this;
    }

    /** Follows no symbolic links, and reports "permission denied" for files in a missing directory. */
    public MinaServer followingNoLinks() {
        SftpModuleProperties.AUTO_FOLLOW_LINKS.set(server, false);
        return this;
    }

    /** Reaches the disk in another way. */
    public MinaServer accessing(SftpFileSystemAccessor accessor) {
        sftp.setFileSystemAccessor(accessor);
        return this;
    }

    /** Notifies a listener of each request. */
    public MinaServer notifying(SftpEventListener listener) {
        sftp.addSftpEventListener(listener);
        return this;
    }

    /** Asks for the password with a text of its own instead of taking it unasked. */
    public MinaServer asking(String prompt) {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        server.setKeyboardInteractiveAuthenticator(new KeyboardInteractiveAuthenticator() {
            @Override
            public InteractiveChallenge generateChallenge(
                    ServerSession session, String username, String language, String methods) {
                InteractiveChallenge challenge = new InteractiveChallenge();
                challenge.setInteractionName("Login");
                challenge.setInteractionInstruction("");
                challenge.setLanguageTag("");
                challenge.addPrompt(prompt, false);
                return challenge;
            }

            @Override
            public boolean authenticate(ServerSession session, String username, List<String> responses) {
                return isRight("answer", username, String.join(",", responses));
            }
        });
        return this;
    }

    /** Prompts with a text instead of password authentication. */
    public MinaServer questioning(KeyboardInteractiveLogin questions) {
        server.setUserAuthFactories(List.of(questions));
        return this;
    }

    /** Takes the password unasked, and asks after that. */
    public MinaServer questioningAfterPassword(KeyboardInteractiveLogin questions) {
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE, questions));
        CoreModuleProperties.AUTH_METHODS.set(server, "password,keyboard-interactive");
        return this;
    }

    /** Sets the server up otherwise. */
    public MinaServer configured(Consumer<SshServer> settings) {
        settings.accept(server);
        return this;
    }

    /** Takes any public key, and nothing else. */
    public MinaServer takingKeys() {
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        server.setPublickeyAuthenticator((username, key, session) -> tried.add("key " + username));
        return this;
    }

    private boolean isRight(String how, String username, String password) {
        tried.add(how + ' ' + username);
        boolean right = username.equals(USERNAME) && password.equals(PASSWORD);
        if (!right) {
            refused.incrementAndGet();
        }
        return right;
    }

    /** Number of wrong passwords. */
    public int refused() {
        return refused.get();
    }

    public int port() {
        return server.getPort();
    }

    /** Each credential that was offered: the method and the username. */
    public List<String> tried() {
        return List.copyOf(tried);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
