package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Second names of stored objects, and the state of the disk around them. */
@Timeout(300)
class LinkedObjectsTest extends LocalFixture {

    private static final BytesSource OTHER = BytesSource.random(1000, 2);

    /** Action of a test in the middle of a call. */
    private interface Incident {
        void happen(Path file) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void store() throws Exception {
        session.put(name("d/object"), SOURCE);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @AfterEach
    void assertNoOpenFile() throws Exception {
        close();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(descriptors.filter(this::isBelowRoot)).isEmpty();
        }
    }

    private boolean isBelowRoot(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(root.toString());
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    @DisplayName("a second name is a hard link in directories for the owner only, and nothing else is left")
    void linksHard() throws Exception {
        assertThat(session.link(name("d/object"), name("e/f/second"))).isTrue();
        assertThat(inode("e/f/second")).isEqualTo(inode("d/object"));
        assertThat(content(session, name("e/f/second"))).isEqualTo(SOURCE.bytes());
        assertThat(onDisk()).containsExactly("d", "d/object", "e", "e/f", "e/f/second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("e/f"))))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("the source keeps its name, mode, owner and times")
    void sourceStays() throws Exception {
        PosixFileAttributes before = attributes("d/object");
        session.link(name("d/object"), name("second"));
        PosixFileAttributes after = attributes("d/object");
        assertThat(after.permissions()).isEqualTo(before.permissions());
        assertThat(after.owner()).isEqualTo(before.owner());
        assertThat(after.lastModifiedTime()).isEqualTo(before.lastModifiedTime());
        assertThat(after.lastAccessTime()).isEqualTo(before.lastAccessTime());
        assertThat(after.fileKey()).isEqualTo(before.fileKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"d/object", "e/second"})
    @DisplayName("deleting one of two names leaves the other")
    void independent(String deleted) throws Exception {
        session.link(name("d/object"), name("e/second"));
        session.delete(name(deleted));
        String kept = deleted.equals("d/object") ? "e/second" : "d/object";
        assertThat(content(session, name(kept))).isEqualTo(SOURCE.bytes());
        assertThat(onDisk()).containsExactly(kept.substring(0, 1), kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 131_072, 200_000})
    @DisplayName("a name that has the same content already is a success, and is not replaced")
    void sameContent(int length) throws Exception {
        session.put(name("from"), BytesSource.random(length, 3));
        session.put(name("to"), BytesSource.random(length, 3));
        Object before = inode("to");
        assertThat(session.link(name("from"), name("to"))).isTrue();
        assertThat(inode("to")).isEqualTo(before).isNotEqualTo(inode("from"));
    }

    @Test
    @DisplayName("a link that exists already is a success, also one to itself")
    void sameFile() throws Exception {
        assertThat(session.link(name("d/object"), name("second"))).isTrue();
        assertThat(session.link(name("d/object"), name("second"))).isTrue();
        assertThat(session.link(name("d/object"), name("d/object"))).isTrue();
        assertThat(onDisk()).containsExactly("d", "d/object", "second");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 131_072, 200_000})
    @DisplayName("a name with other content of the same length is ALREADY_EXISTS, and is not overwritten")
    void otherContent(int length) throws Exception {
        byte[] bytes = BytesSource.random(length, 3).bytes();
        session.put(name("from"), BytesSource.of(bytes));
        bytes[length - 1] ^= 1;
        session.put(name("to"), BytesSource.of(bytes));
        assertTaken(session, "from", "to");
        assertThat(content(session, name("to"))).isEqualTo(bytes);
    }

    @Test
    @DisplayName("a name with content of another length is ALREADY_EXISTS")
    void otherLength() throws Exception {
        session.put(name("to"), BytesSource.of(java.util.Arrays.copyOf(SOURCE.bytes(), 999)));
        assertTaken(session, "d/object", "to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfifo to", "mkdir to", "ln -s /dev/zero to", "ln -s d/object to", "ln -s nowhere to"})
    @DisplayName("a name of a special file is ALREADY_EXISTS, and the file is neither opened nor followed")
    void specialFile(String make) throws Exception {
        Command.run("sh", "-c", "cd '" + root + "' && " + make);
        assertTaken(session, "d/object", "to");
        assertThat(onDisk()).containsExactly("d", "d/object", "to");
    }

    @Test
    @DisplayName("a file above the new name is ALREADY_EXISTS, and a symbolic link above it is DENIED")
    void obstacleAbove() throws Exception {
        TransportException file = failure(() -> session.link(name("d/object"), name("d/object/x/to")));
        assertThat(file.kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(file).hasMessageContaining(root + "/d/object is a file");
        Files.createSymbolicLink(root.resolve("link"), Files.createDirectory(base.resolve("outside")));
        assertThat(failure(() -> session.link(name("d/object"), name("link/to")))
                        .kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(base.resolve("outside")).isEmptyDirectory();
    }

    @Test
    @DisplayName("a source behind a symbolic link is DENIED")
    void sourceBehindLink() throws Exception {
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "not for backups");
        Files.createSymbolicLink(root.resolve("link"), outside);
        assertThat(failure(() -> session.link(name("link/secret"), name("new/to")))
                        .kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(onDisk()).containsExactly("d", "d/object", "link");
        assertThat(Files.getAttribute(outside.resolve("secret"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    @DisplayName("a missing source is NOT_FOUND, and no directory is created")
    void missingSource() throws Exception {
        for (String missing : List.of("d/missing", "e/object", "d", "d/object/below")) {
            TransportException failure = failure(() -> session.link(name(missing), name("new/to")));
            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure).hasMessageContaining("There is no " + missing + " in " + root);
        }
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfifo from", "ln -s d/object from", "ln -s d from"})
    @DisplayName("a source that is a pipe or a symbolic link is DENIED")
    void specialSource(String make) throws Exception {
        Command.run("sh", "-c", "cd '" + root + "' && " + make);
        assertThat(failure(() -> session.link(name("from"), name("new/to"))).kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(onDisk()).containsExactly("d", "d/object", "from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Operation not permitted",
                "Operation not supported",
                "Function not implemented",
                "Too many links",
                "Invalid cross-device link"
            })
    @DisplayName("a file system that refuses the link changes nothing, and created directories are removed")
    void refused(String reason) throws Exception {
        Files.createDirectories(root.resolve("empty/old"));
        session.put(name("same"), SOURCE);
        session.put(name("other"), OTHER);
        List<String> before = onDisk();
        try (TransportSession limited = observed(new LimitedFileSystem(reason, null))) {
            assertThat(limited.link(name("d/object"), name("to"))).isFalse();
            assertThat(limited.link(name("d/object"), name("new/deep/to"))).isFalse();
            assertThat(limited.link(name("d/object"), name("empty/old/new/to"))).isFalse();
            assertThat(limited.link(name("d/object"), name("empty/old/to"))).isFalse();
            assertThat(onDisk()).isEqualTo(before);
            assertThat(limited.link(name("d/object"), name("same"))).isTrue();
            assertTaken(limited, "d/object", "other");
            assertThat(failure(() -> limited.link(name("missing"), name("new/to")))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }
        assertThat(onDisk()).isEqualTo(before);
    }

    @Test
    @DisplayName("a created directory in which another session stores meanwhile is kept when the link is refused")
    void refusedBesideAnotherSession() throws Exception {
        try (TransportSession limited = linking(path -> {
            session.put(name("new/other"), SOURCE);
            throw new FileSystemException(path.toString(), null, "Operation not permitted");
        })) {
            assertThat(limited.link(name("d/object"), name("new/deep/to"))).isFalse();
        }
        assertThat(onDisk()).containsExactly("d", "d/object", "new", "new/other");
    }

    @Test
    @DisplayName("any other failure of the system is a failure, and names both objects")
    void otherFailure() throws Exception {
        try (TransportSession broken = linking(path -> {
            throw new FileSystemException(path.toString(), null, "Input/output error");
        })) {
            TransportException failure = failure(() -> broken.link(name("d/object"), name("to")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure)
                    .hasMessageStartingWith("Linking d/object to to in " + root + " failed: Input/output error");
        }
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("a directory that is removed meanwhile is created again")
    void directoryRemoved() throws Exception {
        List<Path> removed = new ArrayList<>();
        try (TransportSession disturbed = linking(path -> {
            if (removed.isEmpty()) {
                removed.add(path);
                session.delete(name("new/deep/to"));
            }
        })) {
            assertThat(disturbed.link(name("d/object"), name("new/deep/to"))).isTrue();
        }
        assertThat(removed).hasSize(1);
        assertThat(inode("new/deep/to")).isEqualTo(inode("d/object"));
    }

    @Test
    @DisplayName("a directory that is removed again and again ends the call")
    void directoryRemovedAgain() throws Exception {
        try (TransportSession disturbed = linking(path -> session.delete(name("new/deep/to")))) {
            TransportException failure = failure(() -> disturbed.link(name("d/object"), name("new/deep/to")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure).hasMessageContaining("Storing new/deep/to failed");
        }
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("a source that is removed meanwhile is NOT_FOUND, and created directories are removed")
    void sourceRemoved() throws Exception {
        try (TransportSession disturbed = linking(path -> session.delete(name("d/object")))) {
            TransportException failure = failure(() -> disturbed.link(name("d/object"), name("new/deep/to")));
            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        }
        assertThat(onDisk()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ln -s nowhere d/object", "mkfifo d/object", "cp /dev/null d/object"})
    @DisplayName("a file that replaces the source meanwhile is not linked")
    void sourceReplaced(String make) throws Exception {
        try (TransportSession disturbed = linking(path -> {
            Files.move(root.resolve("d/object"), base.resolve("moved"));
            run("cd '" + root + "' && " + make);
        })) {
            assertThat(disturbed.link(name("d/object"), name("to"))).isTrue();
        }
        assertThat(inode("to")).isEqualTo(Files.getAttribute(base.resolve("moved"), "unix:ino"));
    }

    @Test
    @DisplayName("a name that another session creates meanwhile is compared")
    void nameAppears() throws Exception {
        try (TransportSession raced = linking(path -> Files.write(path, SOURCE.bytes()))) {
            assertThat(raced.link(name("d/object"), name("new/same"))).isTrue();
        }
        try (TransportSession raced = linking(path -> Files.write(path, OTHER.bytes()))) {
            assertTaken(raced, "d/object", "new/other");
        }
        assertThat(root.resolve("new/other")).hasBinaryContent(OTHER.bytes());
    }

    @Test
    @DisplayName("an interrupted thread links nothing, and stays interrupted")
    void interrupted() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(failure(() -> session.link(name("d/object"), name("to"))).kind())
                    .isEqualTo(FailureKind.CLOSED);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("an interrupted thread ends a comparison of content")
    void interruptedComparison() throws Exception {
        session.put(name("same"), SOURCE);
        Thread.currentThread().interrupt();
        try {
            assertThat(failure(() -> session.link(name("d/object"), name("same")))
                            .kind())
                    .isEqualTo(FailureKind.CLOSED);
        } finally {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINK", "SYNC", "CREATE_DIRECTORY"})
    @DisplayName(
            "a session that is closed in the middle of the call ends it with CLOSED, and another session can repeat it")
    void closed(TreeOperation when) throws Exception {
        List<TransportSession> closing = new ArrayList<>();
        TransportSession closed = observed((operation, path) -> {
            if (operation == when) {
                closing.get(0).close();
            }
        });
        closing.add(closed);
        assertThat(failure(() -> closed.link(name("d/object"), name("new/to"))).kind())
                .isEqualTo(FailureKind.CLOSED);
        assertThat(session.link(name("d/object"), name("new/to"))).isTrue();
    }

    @Test
    @DisplayName("the content is synced before the link, and the new name with each created directory after it")
    void durable() throws Exception {
        List<String> changes = new ArrayList<>();
        try (TransportSession observed = observed((operation, path) -> {
            if (operation.isChange()) {
                changes.add(operation + " " + root.relativize(Path.of(path)));
            }
        })) {
            observed.link(name("d/object"), name("a/b/to"));
        }
        assertThat(changes)
                .containsExactly(
                        "SYNC d/object",
                        "CREATE_DIRECTORY a",
                        "CREATE_DIRECTORY a/b",
                        "LINK a/b/to",
                        "SYNC a/b",
                        "SYNC a",
                        "SYNC ");
    }

    @Test
    @DisplayName("a name that cannot be synced is an unknown outcome, which a second call resolves")
    void notSynced() throws Exception {
        try (TransportSession broken = observed((operation, path) -> {
            if (operation == TreeOperation.SYNC && path.equals(root + "/new")) {
                throw new FileSystemException(path, null, "Input/output error");
            }
        })) {
            TransportException failure = failure(() -> broken.link(name("d/object"), name("new/to")));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure).hasMessageStartingWith("new/to was stored, but may be lost in a power failure");
        }
        assertThat(session.link(name("d/object"), name("new/to"))).isTrue();
    }

    @Test
    @DisplayName("links succeed while other sessions delete the last name of the same directory")
    void besideDeletes() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String to = "new/deep/to" + writer;
            writers.add(threads.submit(() -> {
                try (TransportSession own = newSession()) {
                    for (int round = 0; round < 100; round++) {
                        assertThat(own.link(name("d/object"), name(to))).isTrue();
                        own.delete(name(to));
                    }
                }
                return null;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(200, TimeUnit.SECONDS);
        }
        assertThat(onDisk()).containsExactly("d", "d/object");
        assertThat(Files.getAttribute(root.resolve("d/object"), "unix:nlink")).isEqualTo(1);
    }

    private void assertTaken(TransportSession by, String from, String to) {
        TransportException failure = failure(() -> by.link(name(from), name(to)));
        assertThat(failure.kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(failure).hasMessageStartingWith("The name " + to + " is taken by other content in " + root);
    }

    private TransportSession linking(Incident incident) throws TransportException {
        return observed((operation, path) -> {
            if (operation == TreeOperation.LINK) {
                incident.happen(Path.of(path));
            }
        });
    }

    private TransportSession observed(TreeHook observer) throws TransportException {
        return TestTransport.observed(observer, root).open(new TransportTarget("local", "", "", ""), Optional.empty());
    }

    private static void run(String script) throws IOException {
        try {
            Command.run("sh", "-c", script);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Object inode(String file) throws IOException {
        return Files.getAttribute(root.resolve(file), "unix:ino");
    }

    private PosixFileAttributes attributes(String file) throws IOException {
        return Files.readAttributes(root.resolve(file), PosixFileAttributes.class);
    }
}
