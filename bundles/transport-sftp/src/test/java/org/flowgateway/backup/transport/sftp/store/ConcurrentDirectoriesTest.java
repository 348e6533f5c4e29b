package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Directories that others create and remove during a request, for which Apache MINA's server reports "already exists" and "permission denied".
 */
class ConcurrentDirectoriesTest extends SftpFixture {

    private final AtomicInteger meddled = new AtomicInteger();

    private TransportSession session(SftpEventListener others) throws Exception {
        MinaServer server =
                ending(new MinaServer(base).followingNoLinks().notifying(others).start());
        return session(transport(configured()), server, MinaServer.PASSWORD);
    }

    private Path shared() {
        return base.resolve("backups/shared");
    }

    @Test
    @DisplayName("a directory that another session created and removed meanwhile is created, and no name is taken")
    void madeAndRemoved() throws Exception {
        TransportSession session = session(new SftpEventListener() {
            @Override
            public void creating(ServerSession at, Path path, Map<String, ?> attributes) throws IOException {
                if (path.endsWith("shared") && meddled.getAndIncrement() < 2) {
                    Files.createDirectory(shared());
                }
            }

            @Override
            public void created(ServerSession at, Path path, Map<String, ?> attributes, Throwable failure)
                    throws IOException {
                if (failure != null) {
                    Files.delete(shared());
                }
            }
        });
        session.put(name("shared/object"), SOURCE);
        assertThat(meddled).hasValue(3);
        assertThat(content(session, name("shared/object"))).isEqualTo(SOURCE.bytes());
    }

    @Test
    @DisplayName("a parent directory that is removed meanwhile is created again")
    void removedAbove() throws Exception {
        TransportSession session = session(before(SftpConstants.SSH_FXP_MKDIR, () -> {
            if (Files.exists(shared()) && meddled.getAndIncrement() == 0) {
                Files.delete(shared());
            }
        }));
        session.put(name("shared/deep/object"), SOURCE);
        assertThat(meddled.get()).isPositive();
        assertThat(content(session, name("shared/deep/object"))).isEqualTo(SOURCE.bytes());
    }

    @Test
    @DisplayName("a directory removed by another session, with its parent, counts as removed")
    void removedByAnother() throws Exception {
        TransportSession session = session(before(SftpConstants.SSH_FXP_RMDIR, () -> {
            if (meddled.getAndIncrement() == 0) {
                Files.delete(shared().resolve("deep"));
                Files.delete(shared());
            }
        }));
        session.put(name("shared/deep/object"), SOURCE);
        session.delete(name("shared/deep/object"));
        assertThat(meddled.get()).isPositive();
        assertThat(base.resolve("backups")).isEmptyDirectory();
    }

    @Test
    @DisplayName("a directory that another session removes during the search for orphans counts as removed")
    void removedWhileListed() throws Exception {
        Path writing = shared().resolve(".other~0123456789abcdef.tmp");
        TransportSession session = session(new SftpEventListener() {
            @Override
            public void received(ServerSession at, int type, int id) throws IOException {
                if (type == SftpConstants.SSH_FXP_RMDIR && meddled.getAndIncrement() == 0) {
                    Files.createFile(writing);
                }
            }

            @Override
            public void readingEntries(ServerSession at, String handle, DirectoryHandle directory) throws IOException {
                if (Files.deleteIfExists(writing)) {
                    Files.delete(shared());
                    // What it says if the directory goes between its looking for it and its looking whether it may be
                    // read.
                    throw new AccessDeniedException(shared().toString());
                }
            }
        });
        session.put(name("shared/object"), SOURCE);
        session.delete(name("shared/object"));
        assertThat(meddled.get()).isPositive();
        assertThat(base.resolve("backups")).isEmptyDirectory();
    }

    @Test
    @DisplayName("a directory that is removed before each publication ends the call, with the object's name")
    void removedAgain() throws Exception {
        MinaServer server = ending(new MinaServer(base)
                .notifying(before(SftpConstants.SSH_FXP_CLOSE, () -> {
                    if (Files.exists(shared())) {
                        try (Stream<Path> files = Files.list(shared())) {
                            for (Path file : files.toList()) {
                                Files.delete(file);
                            }
                        }
                        Files.delete(shared());
                    }
                }))
                .start());
        TransportSession session = session(transport(configured()), server, MinaServer.PASSWORD);
        TransportException failure = failure(() -> session.put(name("shared/object"), SOURCE));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(assertMessage(failure, SftpMessage.DIRECTORY_REMOVED))
                .hasMessageContaining("shared/object")
                .hasMessageContaining("/backups on 127.0.0.1:" + server.port());
    }

    @Test
    @DisplayName("a real refusal is reported after a few attempts")
    void meant() throws Exception {
        TransportSession session = session(new SftpEventListener() {
            @Override
            public void creating(ServerSession at, Path path, Map<String, ?> attributes) throws IOException {
                if (path.endsWith("shared")) {
                    meddled.incrementAndGet();
                    throw new AccessDeniedException(path.toString());
                }
            }
        });
        TransportException failure = failure(() -> session.put(name("shared/object"), SOURCE));
        assertThat(assertMessage(failure, SftpMessage.NO_PERMISSION).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(meddled.get()).isBetween(2, 10);
    }

    @Test
    @DisplayName("a missing parent of the backup directory is NOT_FOUND, although the server reports permission denied")
    void noSuchDirectory() throws Exception {
        MinaServer server = ending(new MinaServer(base).followingNoLinks().start());
        TransportSession lost = transport(configured())
                .open(
                        new TransportTarget("sftp", "127.0.0.1:" + server.port(), MinaServer.USERNAME, "no/such"),
                        Optional.of(new Secret(MinaServer.PASSWORD.toCharArray())));
        TransportException failure = failure(lost::probe);
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(assertMessage(failure, SftpMessage.NO_ROOT))
                .hasMessageContaining("/no/such on 127.0.0.1:" + server.port());
    }

    private interface Meddling {
        void run() throws IOException;
    }

    private static SftpEventListener before(int request, Meddling meddling) {
        return new SftpEventListener() {
            @Override
            public void received(ServerSession at, int type, int id) throws IOException {
                if (type == request) {
                    meddling.run();
                }
            }
        };
    }
}
