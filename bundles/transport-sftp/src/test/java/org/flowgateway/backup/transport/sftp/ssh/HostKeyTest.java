package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.HostKeyRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.SftpTestConfiguration;
import org.flowgateway.backup.transport.sftp.SftpTransport;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Law 8: the host is authenticated before a credential is sent. The server's log shows the offered credentials. */
class HostKeyTest extends SftpFixture {

    /** Text that sshd logs at the beginning of a login. */
    private static final String LOGIN_BEGINS = "userauth-request for user";

    private OpenSshServer server;

    @BeforeEach
    void start() throws Exception {
        server = ending(OpenSshServer.start(base.resolve("server"), List.of("ed25519", "rsa", "ecdsa"), List.of()));
    }

    @Test
    @DisplayName(
            "an unknown host's key is stored once, in OpenSSH's form, for the owner only, and reported with its fingerprint")
    void acceptsNew() throws Exception {
        SftpTransport transport = transport(configured().key(server.clientKey()));
        TransportSession session = session(transport, server);
        session.probe();
        assertThat(session.notices())
                .singleElement()
                .asString()
                .contains(server.fingerprint("ed25519"), "127.0.0.1:" + server.port());
        assertThat(Files.readAllLines(knownHosts()))
                .containsExactly("[127.0.0.1]:" + server.port() + ' ' + server.hostKey("ed25519"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(knownHosts())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(knownHosts().getParent())))
                .isEqualTo("rwx------");
        assertThat(session.notices()).as("reported once").isEmpty();
        TransportSession second = session(transport, server);
        second.probe();
        assertThat(second.notices()).isEmpty();
        assertThat(Files.readAllLines(knownHosts())).hasSize(1);
        assertThat(Files.list(knownHosts().getParent())).hasSize(1);
    }

    @Test
    @DisplayName("other content of the file is kept, also in a file that is a symbolic link")
    void keepsTheFile() throws Exception {
        Files.createDirectories(knownHosts().getParent());
        Path shared = Files.writeString(
                base.resolve("shared"),
                "# of the site: é\nother.example ssh-ed25519 "
                        + server.hostKey("rsa").split(" ", 0)[1]);
        Files.createSymbolicLink(knownHosts(), shared);
        session(server).probe();
        assertThat(knownHosts()).isSymbolicLink();
        assertThat(Files.readString(shared))
                .startsWith("# of the site: é\nother.example ")
                .endsWith(server.hostKey("ed25519") + "\n");
    }

    @Test
    @DisplayName("strict rejects an unknown host with its fingerprint before a login begins")
    void strict() throws Exception {
        TransportSession session = session(transport(configured().strict().key(server.clientKey())), server);
        TransportException failure = refused(session, server.fingerprint("ed25519"));
        assertThat(assertMessage(failure, SftpMessage.HOST_UNKNOWN))
                .hasMessageContaining("ssh-keyscan -p " + server.port() + " 127.0.0.1");
        assertThat(knownHosts()).doesNotExist();
    }

    @Test
    @DisplayName("both policies reject a changed key with both fingerprints before a login begins")
    void changed() throws Exception {
        OpenSshServer other = ending(OpenSshServer.start(base.resolve("other")));
        known("[127.0.0.1]:" + server.port() + ' ' + other.hostKey("ed25519"));
        for (SftpTestConfiguration policy : List.of(configured(), configured().strict())) {
            TransportException failure =
                    refused(session(transport(policy.key(server.clientKey())), server), server.fingerprint("ed25519"));
            assertThat(assertMessage(failure, SftpMessage.HOST_KEY_CHANGED))
                    .hasMessageContaining(other.fingerprint("ed25519"));
        }
        assertThat(Files.readAllLines(knownHosts())).hasSize(1);
    }

    @Test
    @DisplayName("the known key type of a host is requested, so its other keys do not count as changed")
    void severalKinds() throws Exception {
        for (String type : List.of("rsa", "ecdsa", "ed25519")) {
            known("[127.0.0.1]:" + server.port() + ' ' + server.hostKey(type));
            TransportSession session = session(transport(configured().strict().key(server.clientKey())), server);
            session.probe();
            assertThat(session.notices()).isEmpty();
        }
    }

    @Test
    @DisplayName("a host that has none of its known key types counts as changed, not as new")
    void otherKind() throws Exception {
        OpenSshServer lesser = ending(OpenSshServer.start(base.resolve("lesser"), List.of("ecdsa"), List.of()));
        known("[127.0.0.1]:" + lesser.port() + ' ' + server.hostKey("ed25519"));
        TransportSession session = session(transport(configured().key(lesser.clientKey())), lesser);
        assertThat(failure(session::probe).kind()).isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(lesser.log()).doesNotContain(LOGIN_BEGINS);
    }

    @Test
    @DisplayName("hashed names, patterns and several key types in the file are supported")
    void hashedAndPatterns() throws Exception {
        known("[127.0.0.1]:" + server.port() + ' ' + server.hostKey("ed25519"));
        Command.run("ssh-keygen", "-q", "-H", "-f", knownHosts().toString());
        assertThat(Files.readString(knownHosts())).startsWith("|1|");
        session(transport(configured().strict().key(server.clientKey())), server)
                .probe();
        known(
                "other.example,[127.0.0.*]:" + server.port() + ' ' + server.hostKey("ecdsa"),
                "* sk-ssh-ed25519@openssh.com AAAA");
        session(transport(configured().strict().key(server.clientKey())), server)
                .probe();
        known("!127.0.0.1,!*:" + server.port() + ",* " + server.hostKey("ed25519"));
        assertThat(failure(() -> session(transport(configured().strict().key(server.clientKey())), server)
                                .probe())
                        .kind())
                .isEqualTo(FailureKind.HOST_IDENTITY);
    }

    @Test
    @DisplayName("a revoked key is rejected even if another line knows it")
    void revoked() throws Exception {
        String host = "[127.0.0.1]:" + server.port();
        known(host + ' ' + server.hostKey("ed25519"), "@revoked * " + server.hostKey("ed25519"));
        refused(session(transport(configured().key(server.clientKey())), server), "revoked");
        known("@revoked * " + server.hostKey("ed25519"));
        refused(session(transport(configured().key(server.clientKey())), server), "revoked");
    }

    @Test
    @DisplayName("a certificate authority's key is no host key")
    void authority() throws Exception {
        known("@cert-authority * " + server.hostKey("ed25519"));
        refused(
                session(transport(configured().strict().key(server.clientKey())), server),
                server.fingerprint("ed25519"));
    }

    @Test
    @DisplayName("an unreadable line about the host, or an unreadable file, does not count as an unknown host")
    void unreadable() throws Exception {
        known("[127.0.0.1]:" + server.port() + " ssh-ed25519 AAAA-damaged");
        assertMessage(
                refused(session(transport(configured().key(server.clientKey())), server), "cannot be read"),
                SftpMessage.KNOWN_KEY_UNREADABLE);
        Files.delete(knownHosts());
        Files.createDirectory(knownHosts());
        TransportException failure = refused(
                session(transport(configured().key(server.clientKey())), server),
                knownHosts().toString());
        assertMessage(failure, SftpMessage.KNOWN_HOSTS_UNREADABLE);
    }

    @Test
    @DisplayName("a host whose new key cannot be stored is rejected")
    void notStored() throws Exception {
        Files.createSymbolicLink(knownHosts().getParent(), base.resolve("missing"));
        TransportException failure = refused(
                session(transport(configured().key(server.clientKey())), server),
                knownHosts().toString());
        assertMessage(failure, SftpMessage.HOST_KEY_NOT_STORED);
    }

    @Test
    @DisplayName("a key that is not encoded as one is rejected")
    void noKey() throws Exception {
        HostKeyVerifier verifier = new HostKeyVerifier(
                SshAddress.of("backups.example"), new KnownHosts(knownHosts()), HostKeyPolicy.ACCEPT_NEW, notice -> {});
        assertThat(verifier.check("backups.example", new byte[3])).isEqualTo(HostKeyRepository.NOT_INCLUDED);
        TransportException failure = assertMessage(verifier.refusal().orElseThrow(), SftpMessage.HOST_KEY_INVALID);
        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_IDENTITY);
    }

    @Test
    @DisplayName("the file is read again for each connection")
    void readForEachConnection() throws Exception {
        SftpTransport transport = transport(configured().strict().key(server.clientKey()));
        refused(session(transport, server), server.fingerprint("ed25519"));
        known("[127.0.0.1]:" + server.port() + ' ' + server.hostKey("ed25519"));
        session(transport, server).probe();
    }

    @Test
    @DisplayName("an IPv6 address is a known host like any other")
    void ipv6() throws Exception {
        SftpTransport transport = transport(configured().key(server.clientKey()));
        TransportSession session = transport.open(
                new TransportTarget(
                        "sftp",
                        "[::1]:" + server.port(),
                        System.getProperty("user.name"),
                        base.resolve("backups").toString()),
                Optional.empty());
        assertThat(session.list(Optional.empty())).isEmpty();
        assertThat(session.notices()).singleElement().asString().contains("[::1]:" + server.port());
        session.put(name("object"), SOURCE);
        assertThat(content(session, name("object"))).isEqualTo(SOURCE.bytes());
        assertThat(Files.readString(knownHosts())).startsWith("[::1]:" + server.port() + " ssh-ed25519 ");
    }

    private void known(String... lines) throws Exception {
        Files.createDirectories(knownHosts().getParent());
        Files.write(knownHosts(), List.of(lines));
    }

    private TransportException refused(TransportSession session, String words) {
        TransportException failure = failure(session::probe);
        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure(session::probe).kind())
                .as("the session stays refused")
                .isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(server.log()).as("the server's log").doesNotContain(LOGIN_BEGINS);
        return failure;
    }
}
