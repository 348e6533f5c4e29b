package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on the disk, and files of others in a backup directory. */
class StoredFilesTest extends LocalFixture {

    @Test
    @DisplayName(
            "a probe creates the directory and its parents, for the owner only, leaves it empty, and detects its file system's capabilities and free space")
    void probes() throws Exception {
        transport = TestTransport.to(base.resolve("not/there/yet"));
        root = base.resolve("not/there/yet");
        Path kept = Files.createDirectory(
                base.resolve("not"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        session = newSession();
        assertThat(session.probe().capabilities())
                .containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.DURABLE, Capability.LINK);
        assertThat(session.probe().freeBytes().getAsLong()).isPositive();
        assertThat(onDisk()).isEmpty();
        assertThat(mode(base.resolve("not/there"))).isEqualTo("rwx------");
        assertThat(mode(root)).isEqualTo("rwx------");
        assertThat(mode(kept)).as("a directory that was there keeps its mode").isEqualTo("rwxr-xr-x");
    }

    @Test
    @DisplayName("objects are the owner's only, have one link each, and nothing else is left beside them")
    void modes() throws Exception {
        session.put(name("d/e/object"), SOURCE);
        assertThat(onDisk()).containsExactly("d", "d/e", "d/e/object");
        assertThat(mode(root.resolve("d"))).isEqualTo("rwx------");
        assertThat(mode(root.resolve("d/e/object"))).isEqualTo("rw-------");
        assertThat(Files.getAttribute(root.resolve("d/e/object"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    @DisplayName("reading and removing create no directory")
    void readingCreatesNothing() throws Exception {
        assertThat(session.stat(name("d/object"))).isEmpty();
        assertThat(session.list(Optional.empty())).isEmpty();
        session.delete(name("d/object"));
        assertThat(root).doesNotExist();
    }

    @Test
    @DisplayName(
            "a rename that replaces nothing is equivalent to a hard link, and without both the capability is not declared")
    void withoutHardLinks() throws Exception {
        for (String reason :
                List.of("Operation not permitted", "Operation not supported", "Function not implemented")) {
            assertThat(probe(new LimitedFileSystem(reason, null)))
                    .containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.DURABLE);
        }
        for (String reason : List.of("Invalid argument", "Operation not supported", "Function not implemented")) {
            assertThat(probe(new LimitedFileSystem("Operation not permitted", reason)))
                    .containsExactly(Capability.DURABLE);
        }
    }

    @Test
    @DisplayName("a failed link is no failure of a probe, and LINK is not declared")
    void probeWithoutLinks() throws Exception {
        AtomicInteger links = new AtomicInteger();
        assertThat(probe((operation, path) -> {
                    // The first two publish the object, and try to overwrite it.
                    if (operation == TreeOperation.LINK && links.incrementAndGet() > 2) {
                        throw new FileSystemException(path, null, "Input/output error");
                    }
                }))
                .containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.DURABLE);
        assertThat(links).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a file system that cannot sync content or names fails the probe, so none without DURABLE is used")
    void probeWithoutSync(boolean names) throws Exception {
        LocalTransport other = TestTransport.observed(
                (operation, path) -> {
                    if (operation == TreeOperation.SYNC
                            && path.equals(root.toString()) == names
                            && path.contains("backups")) {
                        throw new FileSystemException(path, null, "Invalid argument");
                    }
                },
                Files.createDirectory(root));
        try (TransportSession session = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            assertThat(failure(session::probe).kind()).isEqualTo(FailureKind.UNKNOWN);
        }
        assertThat(onDisk()).isEmpty();
    }

    private Set<Capability> probe(TreeHook observer) throws Exception {
        LocalTransport other = TestTransport.observed(observer, root);
        try (TransportSession session = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            Set<Capability> capabilities = session.probe().capabilities();
            assertThat(onDisk()).isEmpty();
            return capabilities;
        }
    }

    @ParameterizedTest
    @CsvSource({"Operation not permitted,", "Operation not permitted, Invalid argument"})
    @DisplayName("without hard links a taken name is checked just before the rename")
    void checksBeforeTheRename(String noLinks, String noExclusiveRename) throws Exception {
        LimitedFileSystem refusal = new LimitedFileSystem(noLinks, noExclusiveRename);
        LocalTransport other = TestTransport.observed(
                (operation, path) -> {
                    if (operation == TreeOperation.LINK) {
                        Files.write(Path.of(path), new byte[] {1, 2, 3});
                    }
                    refusal.before(operation, path);
                },
                root);
        try (TransportSession linkless = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            assertThat(failure(() -> linkless.put(name("object"), SOURCE)).kind())
                    .isEqualTo(FailureKind.ALREADY_EXISTS);
        }
        assertThat(root.resolve("object")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(onDisk()).containsExactly("object");
    }

    @Test
    @DisplayName("an unknown free space is no failure")
    void spaceIsOnlyInformation() throws Exception {
        LocalTransport other = TestTransport.observed(
                new TreeHook() {
                    private String last = "";

                    @Override
                    public void before(TreeOperation operation, String path) throws IOException {
                        // The free space is read after the sync of the root.
                        String before = last;
                        last = operation + path;
                        if (operation == TreeOperation.LOOK && before.equals(TreeOperation.SYNC + root.toString())) {
                            throw new IOException("Mount point not found");
                        }
                    }
                },
                root);
        try (TransportSession spaceless = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            assertThat(spaceless.probe())
                    .isEqualTo(Probe.of(Capability.EXCLUSIVE_CREATE, Capability.DURABLE, Capability.LINK));
        }
    }

    @Test
    @DisplayName("a disk that returns other content than it was given is INTEGRITY")
    void unreliableDisk() throws Exception {
        LocalTransport other = TestTransport.observed(
                new TreeHook() {
                    @Override
                    public void before(TreeOperation operation, String path) {}

                    @Override
                    public void opened(String path) throws IOException {
                        Files.write(Path.of(path), new byte[] {1, 2, 3});
                    }
                },
                root);
        try (TransportSession session = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            TransportException failure = failure(session::probe);
            assertThat(failure.kind()).isEqualTo(FailureKind.INTEGRITY);
            assertThat(failure).hasMessageContaining(root.toString()).hasMessageContaining("Check the disk");
        }
        assertThat(onDisk()).isEmpty();
    }

    @Test
    @DisplayName("a directory that is removed again and again ends the call")
    void directoryRemovedAgain() throws Exception {
        LocalTransport other = TestTransport.observed(
                (operation, path) -> {
                    if (operation == TreeOperation.CREATE_FILE) {
                        Files.deleteIfExists(root.resolve("d"));
                    }
                },
                root);
        try (TransportSession session = other.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            TransportException failure = failure(() -> session.put(name("d/object"), SOURCE));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure).hasMessageContaining("Storing d/object failed").hasMessageContaining(root.toString());
        }
    }

    @Test
    @DisplayName("a listing ends where its consumer throws")
    void listingIsBounded() throws Exception {
        Files.createDirectories(root.resolve("d"));
        Command.run("sh", "-c", "cd '" + root + "/d' && seq 1000 | xargs touch");
        List<ListEntry> taken = new ArrayList<>();
        TransportException tooMany = new TransportException(FailureKind.UNKNOWN, "too many");
        assertThatThrownBy(() -> session.list(Optional.of(name("d")), listed -> {
                    taken.add(listed);
                    if (taken.size() == 10) {
                        throw tooMany;
                    }
                }))
                .isSameAs(tooMany);
        assertThat(taken).hasSize(10);
    }

    @Test
    @DisplayName("names of others are listed as they are, and those that are not UTF-8 as neither object nor directory")
    void namesOfOthers() throws Exception {
        Files.createDirectories(root.resolve("Größe"));
        Files.writeString(root.resolve(".hidden"), "x");
        Files.writeString(root.resolve("With space"), "xy");
        Files.writeString(root.resolve(".a~0123456789abcdef.tmp"), "ours");
        Files.writeString(root.resolve(".a~0123456789abcdef.tmp2"), "not ours");
        Command.run(
                "sh",
                "-c",
                "printf content > \"$1/$(printf 'caf\\351')\"; mkdir \"$1/$(printf 'dir\\377')\"",
                "sh",
                root.toString());
        assertThat(session.list(Optional.empty()))
                .extracting(ListEntry::name, ListEntry::kind, ListEntry::length)
                .containsExactlyInAnyOrder(
                        tuple("Größe", ListEntry.Kind.DIRECTORY, 0L),
                        tuple(".hidden", ListEntry.Kind.OBJECT, 1L),
                        tuple("With space", ListEntry.Kind.OBJECT, 2L),
                        tuple(".a~0123456789abcdef.tmp2", ListEntry.Kind.OBJECT, 8L),
                        tuple("caf\\xe9", ListEntry.Kind.OTHER, 0L),
                        tuple("dir\\xff", ListEntry.Kind.OTHER, 0L));
    }

    @Test
    @DisplayName("a file that shrinks or grows while it is read is an error, never a shorter or longer object")
    void changedWhileRead() throws Exception {
        for (String change : List.of("shrinks", "grows")) {
            session.put(name(change), SOURCE);
            try (InputStream stream = session.read(name(change))) {
                stream.readNBytes(100);
                if (change.equals("shrinks")) {
                    Files.write(root.resolve(change), new byte[500]);
                } else {
                    Files.write(root.resolve(change), new byte[1], StandardOpenOption.APPEND);
                }
                assertThat(failure(stream::readAllBytes).kind()).isEqualTo(FailureKind.INTEGRITY);
            }
        }
    }

    @Test
    @DisplayName("a damaged object does not count as the same when it is stored again")
    void damagedIsOther() throws Exception {
        session.put(name("object"), SOURCE);
        byte[] damaged = SOURCE.bytes();
        damaged[999] ^= 1;
        Files.write(root.resolve("object"), damaged);
        assertThat(failure(() -> session.put(name("object"), SOURCE)).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
    }

    @Test
    @DisplayName("a file instead of the directory is an error and not an empty store")
    void fileAsRoot() throws Exception {
        Files.writeString(root, "a file");
        assertThat(failure(() -> session.list(Optional.empty())).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.put(name("object"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.stat(name("object"))).kind()).isEqualTo(FailureKind.DENIED);
    }

    @Test
    @DisplayName("stopping the transport ends its sessions, and rejects new ones")
    void stops() throws Exception {
        session.put(name("object"), SOURCE);
        try (InputStream stream = session.read(name("object"))) {
            transport.deactivate();
            assertThat(failure(stream::read).kind()).isEqualTo(FailureKind.CLOSED);
        }
        assertThat(failure(() -> session.stat(name("object"))).kind()).isEqualTo(FailureKind.CLOSED);
        assertThat(failure(this::newSession).kind()).isEqualTo(FailureKind.CLOSED);
    }

    @Test
    @DisplayName("an interrupted thread stores nothing, leaves no orphan, and stays interrupted")
    void interrupted() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(failure(() -> session.put(name("d/object"), SOURCE)).kind())
                    .isEqualTo(FailureKind.CLOSED);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(session.stat(name("d/object"))).isEmpty();
        assertThat(session.list(Optional.of(name("d")))).isEmpty();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
