package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.WelcomeBannerPhase;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of refused logins, with the server's own text and its meaning. */
@Timeout(300)
class ServerMessagesTest extends SftpFixture {

    private static final String PROGRAM = "/usr/lib/openssh/sftp-server";

    private static TransportException documented(TransportSession session, FailureKind kind) {
        TransportException failure = failure(session::probe);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    private TransportSession openSsh(String command) throws Exception {
        return session(ending(OpenSshServer.start(
                base.resolve("server"), List.of("ed25519"), List.of("ForceCommand " + command, "LogLevel INFO"))));
    }

    @Test
    @DisplayName("a shell's greeting before SFTP is in the message, with what to do")
    void greeting() throws Exception {
        assertThat(documented(openSsh("echo 'Welcome to the backup host!'; " + PROGRAM), FailureKind.DENIED))
                .hasMessageContaining("\"Welcome to the backup host!\"")
                .hasMessageContaining("start file");
    }

    @Test
    @DisplayName("a greeting that resembles the beginning of SFTP, or has control characters, is in the message")
    void oddGreetings() throws Exception {
        assertThat(documented(openSsh("echo '\u00dcberraschung f\u00fcr alle'; " + PROGRAM), FailureKind.DENIED))
                .hasMessageContaining("\"\u00dcberraschung f\u00fcr alle\"");
    }

    @Test
    @DisplayName("control characters are removed, and long texts shortened")
    void clean() {
        assertThat(ServerMessages.clean(" a\u001b[31m\u202eb\r\n\tc\0 ")).isEqualTo("a [31m b c");
        assertThat(ServerMessages.clean("x".repeat(60_000))).hasSize(201).endsWith("\u2026");
    }

    @Test
    @DisplayName("the error output of a program instead of SFTP is in the message")
    void complaint() throws Exception {
        assertThat(documented(openSsh("echo 'The storage is offline today' >&2; exit 1"), FailureKind.DENIED))
                .hasMessageContaining("\"The storage is offline today\"");
    }

    @Test
    @DisplayName("the text of nologin is in the message, with its meaning")
    void nologin() throws Exception {
        assertThat(documented(openSsh("/usr/sbin/nologin"), FailureKind.DENIED))
                .hasMessageContaining("currently not available")
                .hasMessageContaining("has no shell that starts SFTP");
    }

    @Test
    @DisplayName("a banner is in the message only if it says why the login was refused")
    void banner() throws Exception {
        MinaServer expired = new MinaServer(base).configured(server -> {
            CoreModuleProperties.WELCOME_BANNER.set(
                    server, "Your account has expired; please contact your system administrator.\n");
            CoreModuleProperties.WELCOME_BANNER_PHASE.set(server, WelcomeBannerPhase.FIRST_FAILURE);
        });
        assertThat(documented(
                        session(transport(configured()), ending(expired.start()), "canary-wrong"),
                        FailureKind.AUTHENTICATION))
                .hasMessageContaining("\"Your account has expired; please contact your system administrator.\"")
                .hasMessageContaining("may not log in there");
        MinaServer legal = new MinaServer(base).configured(server -> {
            CoreModuleProperties.WELCOME_BANNER.set(server, "Authorised use only.\n");
            CoreModuleProperties.WELCOME_BANNER_PHASE.set(server, WelcomeBannerPhase.IMMEDIATE);
        });
        assertThat(documented(
                        session(transport(configured()), ending(legal.start()), "canary-wrong"),
                        FailureKind.AUTHENTICATION))
                .hasMessageNotContaining("Authorised")
                .hasMessageContaining("Check username and password");
    }

    @Test
    @DisplayName("the server's reason to disconnect is in the message")
    void disconnect() throws Exception {
        MinaServer server = new MinaServer(base)
                .configured(mina -> mina.setPasswordAuthenticator((username, password, session) -> {
                    try {
                        session.disconnect(
                                SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS,
                                "Too many connections from your address");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return false;
                }));
        assertThat(documented(
                        session(transport(configured()), ending(server.start()), MinaServer.PASSWORD),
                        FailureKind.CONNECTION_LOST))
                .hasMessageContaining("\"Too many connections from your address\"")
                .hasMessageContaining("takes no more connections at the moment");
    }

    @Test
    @DisplayName("the text of nologin is in the message, although the server disconnects for data that came after it")
    void outputBeforeDisconnect() throws Exception {
        AtomicInteger started = new AtomicInteger();
        MinaServer server = new MinaServer(base)
                .configured(mina -> mina.setSubsystemFactories(List.of(new SubsystemFactory() {
                    @Override
                    public String getName() {
                        return "sftp";
                    }

                    @Override
                    public Command createSubsystem(ChannelSession channel) {
                        return new Nologin(started.incrementAndGet() == 1);
                    }
                })));
        assertThat(documented(
                        session(transport(configured()), ending(server.start()), MinaServer.PASSWORD),
                        FailureKind.DENIED))
                .hasMessageContaining("\"This account is currently not available.\"")
                .hasMessageContaining("has no shell that starts SFTP");
        assertThat(started).as("subsystems started").hasValue(2);
    }

    @Test
    @DisplayName("the password is in no message, although the server echoes it")
    void echoedPassword() throws Exception {
        MinaServer server = new MinaServer(base)
                .configured(mina -> mina.setPasswordAuthenticator((username, password, session) -> {
                    try {
                        session.disconnect(
                                SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "Nobody gets in with " + password);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return false;
                }));
        TransportException failure = documented(
                session(transport(configured()), ending(server.start()), MinaServer.PASSWORD),
                FailureKind.CONNECTION_LOST);
        assertThat(failure).hasMessageContaining("Nobody gets in with").hasMessageNotContaining(MinaServer.PASSWORD);
    }

    @Test
    @DisplayName("the first line of another protocol's server is in the message, whether it waits or disconnects")
    void otherProtocol() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answering(other, "220 ProFTPD Server (Debian) [::ffff:127.0.0.1]\r\n", true);
            assertThat(documented(
                            transport(configured().waiting(2, 2)).open(target(other.getLocalPort()), secret()),
                            FailureKind.UNKNOWN))
                    .hasMessageContaining("\"220 ProFTPD Server (Debian) [::ffff:127.0.0.1]\"");
        }
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answering(other, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", false);
            assertThat(documented(
                            transport(configured()).open(target(other.getLocalPort()), secret()), FailureKind.UNKNOWN))
                    .hasMessageContaining("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    @DisplayName("a server with too many connections is reported before SSH begins")
    void maxStartups() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answering(busy, "Exceeded MaxStartups\r\n", false);
            assertThat(documented(
                            transport(configured()).open(target(busy.getLocalPort()), secret()),
                            FailureKind.CONNECTION_LOST))
                    .hasMessageContaining("\"Exceeded MaxStartups\"")
                    .hasMessageContaining("Try again later");
        }
    }

    @Test
    @DisplayName(
            "a text above the password prompt belongs to the prompt: a connection that breaks then is no refused login")
    void instructionOfThePasswordRequest() throws Exception {
        ServerMessages messages = new ServerMessages();
        LoginDialog dialog = new LoginDialog("backup", secret(), messages);
        String[] prompt = {"Password:"};
        dialog.promptKeyboardInteractive("", "", "Enter password for \"backup\"", prompt, new boolean[1]);
        SshConnectFailureClassifier failure =
                new SshConnectFailureClassifier(SshAddress.of("host"), messages.latest(), true);
        assertThat(failure.of(new JSchException("Auth cancel"), true, false).kind())
                .isEqualTo(FailureKind.CONNECTION_LOST);
        dialog.promptKeyboardInteractive("", "", "Not today", new String[0], new boolean[0]);
        assertThat(messages.latest()).contains("Not today");
    }

    /** Writes nologin's text and ends, or disconnects as OpenSSH does for data that came after that end. */
    private static final class Nologin extends AbstractCommandSupport {

        private final boolean late;

        Nologin(boolean late) {
            super("nologin", null);
            this.late = late;
        }

        @Override
        public void run() {
            try {
                if (late) {
                    getServerSession()
                            .disconnect(
                                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                                    "data packet referred to nonexistent channel 0");
                } else {
                    getOutputStream()
                            .write("This account is currently not available.\n".getBytes(StandardCharsets.US_ASCII));
                    getOutputStream().flush();
                }
                onExit(1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Optional<Secret> secret() {
        return Optional.of(new Secret("canary".toCharArray()));
    }

    private static void answering(ServerSocket server, String text, boolean waits) {
        var unused = CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                while (waits && socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
