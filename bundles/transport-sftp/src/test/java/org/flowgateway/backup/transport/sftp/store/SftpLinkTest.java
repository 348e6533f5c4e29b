package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.NonconformingSftp;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Second names of stored objects, on servers with and without hard links. */
@Timeout(300)
class SftpLinkTest extends SftpFixture {

    private static final String HARDLINK = "hardlink@openssh.com";
    private static final BytesSource LARGE = BytesSource.random(100_000, 1);

    private final NonconformingSftp sftp = new NonconformingSftp();
    private final AtomicInteger meddled = new AtomicInteger();

    private TransportSession openSsh() throws Exception {
        return session(ending(OpenSshServer.start(base.resolve("server"))));
    }

    private TransportSession mina() throws Exception {
        return mina(new MinaServer(base, sftp));
    }

    private TransportSession mina(MinaServer server) throws Exception {
        return session(transport(configured()), ending(server.start()), MinaServer.PASSWORD);
    }

    private Path file(String name) {
        return base.resolve("backups").resolve(name);
    }

    @Test
    @DisplayName(
            "OpenSSH gives an object a second name in a new directory, without a copy, and each name outlives the other")
    void links() throws Exception {
        TransportSession session = openSsh();
        session.put(name("d/one"), LARGE);
        assertThat(session.link(name("d/one"), name("e/packs/two"))).isTrue();
        assertThat(Files.isSameFile(file("d/one"), file("e/packs/two"))).isTrue();
        assertThat(onDisk()).containsExactly("d", "d/one", "e", "e/packs", "e/packs/two");
        session.delete(name("d/one"));
        assertThat(content(session, name("e/packs/two"))).isEqualTo(LARGE.bytes());
        assertThat(session.link(name("e/packs/two"), name("e/packs/three"))).isTrue();
        session.delete(name("e/packs/three"));
        assertThat(onDisk()).containsExactly("e", "e/packs", "e/packs/two");
    }

    @Test
    @DisplayName("a name that is taken is success with the same content, and ALREADY_EXISTS with any other")
    void taken() throws Exception {
        TransportSession session = openSsh();
        session.put(name("one"), LARGE);
        session.put(name("same"), LARGE);
        byte[] damaged = LARGE.bytes();
        damaged[99_999] ^= 1;
        session.put(name("other"), BytesSource.of(damaged));
        session.put(name("shorter"), SOURCE);
        session.put(name("d/object"), SOURCE);
        assertThat(session.link(name("one"), name("same"))).isTrue();
        assertThat(session.link(name("one"), name("same"))).isTrue();
        assertThat(session.link(name("one"), name("one"))).isTrue();
        for (String name : new String[] {"other", "shorter", "d"}) {
            TransportException failure = failure(() -> session.link(name("one"), name(name)));
            assertThat(assertMessage(failure, SftpMessage.NAME_TAKEN).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        }
        assertThat(content(session, name("other"))).isEqualTo(damaged);
        TransportException below = failure(() -> session.link(name("one"), name("same/below")));
        assertThat(assertMessage(below, SftpMessage.FILE_ABOVE_OBJECT).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
    }

    @Test
    @DisplayName("a missing object, and a directory, are NOT_FOUND, and no directory is created")
    void missing() throws Exception {
        TransportSession session = openSsh();
        session.put(name("d/one"), SOURCE);
        for (String name : new String[] {"missing", "d/missing", "d", "no/such"}) {
            TransportException failure = failure(() -> session.link(name(name), name("e/two")));
            assertThat(assertMessage(failure, SftpMessage.NO_OBJECT).kind()).isEqualTo(FailureKind.NOT_FOUND);
        }
        assertThat(onDisk()).containsExactly("d", "d/one");
    }

    @Test
    @DisplayName("symbolic links are not followed, on either side")
    void symbolicLinks() throws Exception {
        TransportSession session = openSsh();
        session.put(name("one"), SOURCE);
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "not yours");
        Files.createSymbolicLink(file("link"), outside);
        Files.createSymbolicLink(file("file-link"), outside.resolve("secret"));
        for (String name : new String[] {"file-link", "link/secret"}) {
            assertThat(failure(() -> session.link(name(name), name("two"))).kind())
                    .isEqualTo(FailureKind.DENIED);
        }
        assertThat(failure(() -> session.link(name("one"), name("link/new"))).kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.link(name("one"), name("file-link"))).kind())
                .isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(outside).isDirectoryNotContaining("glob:**/new");
        assertThat(outside.resolve("secret")).hasContent("not yours");
        assertThat(file("two")).doesNotExist();
    }

    @Test
    @DisplayName("a server that does not offer hard links gives no second name, and nothing is changed")
    void withoutExtension() throws Exception {
        TransportSession session =
                mina(new MinaServer(base, sftp).withExtensions("posix-rename@openssh.com=1,fsync@openssh.com=1"));
        session.put(name("d/one"), SOURCE);
        assertThat(session.link(name("d/one"), name("e/two"))).isFalse();
        assertThat(onDisk()).containsExactly("d", "d/one");
        assertThat(sftp.asked(HARDLINK)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                NonconformingSftp.UNSUPPORTED,
                NonconformingSftp.NO_SUCH_FILE,
                NonconformingSftp.FAILURE,
                SftpConstants.SSH_FX_PERMISSION_DENIED
            })
    @DisplayName("a refused hard link gives no second name, and leaves no directory that it created")
    void refused(int status) throws Exception {
        TransportSession session = mina();
        session.put(name("d/one"), SOURCE);
        Files.createDirectory(file("own"));
        sftp.refusing(HARDLINK, status);
        assertThat(session.link(name("d/one"), name("e/packs/two"))).isFalse();
        assertThat(session.link(name("d/one"), name("own/packs/two"))).isFalse();
        assertThat(session.link(name("d/one"), name("d/two"))).isFalse();
        assertThat(onDisk()).containsExactly("d", "d/one", "own");
        session.put(name("e/packs/two"), SOURCE);
        assertThat(content(session, name("e/packs/two"))).isEqualTo(SOURCE.bytes());
    }

    @Test
    @DisplayName("a server that refused a hard link for an object is not asked for another one")
    void refusedBefore() throws Exception {
        sftp.refusing(HARDLINK, NonconformingSftp.FAILURE);
        TransportSession session = mina();
        session.put(name("one"), SOURCE);
        assertThat(session.link(name("one"), name("two"))).isFalse();
        assertThat(sftp.asked(HARDLINK)).isEqualTo(1);
        assertThat(session.list(Optional.empty())).extracting(ListEntry::name).containsExactly("one");
    }

    @Test
    @DisplayName("a missing directory is created although FAILURE is the server's only error")
    void onlyFailure() throws Exception {
        sftp.failingOnly();
        TransportSession session = mina();
        session.put(name("d/one"), SOURCE);
        assertThat(session.link(name("d/one"), name("e/two"))).isTrue();
        assertThat(content(session, name("e/two"))).isEqualTo(SOURCE.bytes());
        assertThat(failure(() -> session.link(name("missing"), name("e/three"))).kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    @DisplayName("a name that another session takes meanwhile is ALREADY_EXISTS, and is not overwritten")
    void takenMeanwhile() throws Exception {
        TransportSession session = meddling(() -> Files.writeString(file("d/two"), "of another gateway"));
        session.put(name("d/one"), SOURCE);
        TransportException failure = failure(() -> session.link(name("d/one"), name("d/two")));
        assertThat(assertMessage(failure, SftpMessage.NAME_TAKEN).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(file("d/two")).hasContent("of another gateway");
    }

    @Test
    @DisplayName("an object that another session removes meanwhile is NOT_FOUND")
    void removedMeanwhile() throws Exception {
        TransportSession session = meddling(() -> Files.delete(file("d/one")));
        session.put(name("d/one"), SOURCE);
        TransportException failure = failure(() -> session.link(name("d/one"), name("d/two")));
        assertThat(assertMessage(failure, SftpMessage.NO_OBJECT).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(onDisk()).containsExactly("d");
    }

    @Test
    @DisplayName("a directory that another session removes meanwhile is created again")
    void directoryRemovedMeanwhile() throws Exception {
        TransportSession session = meddling(() -> Files.deleteIfExists(file("e")));
        session.put(name("d/one"), SOURCE);
        Files.createDirectory(file("e"));
        assertThat(session.link(name("d/one"), name("e/two"))).isTrue();
        assertThat(meddled).hasPositiveValue();
        assertThat(content(session, name("e/two"))).isEqualTo(SOURCE.bytes());
    }

    @Test
    @DisplayName("a directory that is removed before each hard link ends the call, with the object's name")
    void directoryRemovedAgain() throws Exception {
        TransportSession session = mina(new MinaServer(base).notifying(new SftpEventListener() {
            @Override
            public void linking(ServerSession at, Path link, Path existing, boolean symbolic) throws IOException {
                Files.deleteIfExists(file("e"));
            }
        }));
        session.put(name("d/one"), SOURCE);
        TransportException failure = failure(() -> session.link(name("d/one"), name("e/two")));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(assertMessage(failure, SftpMessage.DIRECTORY_REMOVED)).hasMessageContaining("e/two");
    }

    private interface Meddling {
        void run() throws IOException;
    }

    /** Opens a session on a server where something happens before the first hard link to an object's name. */
    private TransportSession meddling(Meddling meddling) throws Exception {
        return mina(new MinaServer(base).notifying(new SftpEventListener() {
            @Override
            public void linking(ServerSession at, Path link, Path existing, boolean symbolic) throws IOException {
                if (link.endsWith("two") && meddled.getAndIncrement() == 0) {
                    meddling.run();
                }
            }
        }));
    }
}
