package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.SftpTransport;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files on the server's disk, and files of others in a backup directory. */
class ServerDirectoryTest extends SftpFixture {

    private OpenSshServer server;
    private TransportSession session;
    private Path root;

    @BeforeEach
    void start() throws Exception {
        server = ending(OpenSshServer.start(base.resolve("server")));
        session = session(server);
        root = base.resolve("backups");
    }

    @Test
    @DisplayName(
            "a probe creates the directory, for the owner only, leaves it empty, and detects hard links, syncs and free space")
    void probes() throws Exception {
        Probe probe = session.probe();
        assertThat(probe.capabilities())
                .containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.DURABLE, Capability.LINK);
        assertThat(probe.freeBytes().getAsLong()).isPositive();
        assertThat(root).isEmptyDirectory();
        assertThat(mode(root)).isEqualTo("rwx------");
        session.put(name("d/object"), SOURCE);
        assertThat(mode(root.resolve("d"))).isEqualTo("rwx------");
        assertThat(mode(root.resolve("d/object"))).isEqualTo("rw-------");
        assertThat(Files.getAttribute(root.resolve("d/object"), "unix:nlink")).isEqualTo(1);
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    @Test
    @DisplayName("no capability is declared for a server without hard links and syncs")
    void withoutLinks() throws Exception {
        MinaServer other = ending(new MinaServer(base)
                .withExtensions("posix-rename@openssh.com=1")
                .start());
        assertThat(session(transport(configured()), other, MinaServer.PASSWORD)
                        .probe()
                        .capabilities())
                .isEqualTo(Set.of());
    }

    @Test
    @DisplayName("EXCLUSIVE_CREATE is not declared for a server whose hard links replace files")
    void linksReplace() throws Exception {
        MinaServer other = ending(new MinaServer(base)
                .notifying(new SftpEventListener() {
                    @Override
                    public void linking(ServerSession at, Path link, Path existing, boolean symbolic)
                            throws IOException {
                        Files.deleteIfExists(link);
                    }
                })
                .start());
        assertThat(session(transport(configured()), other, MinaServer.PASSWORD)
                        .probe()
                        .capabilities())
                .containsExactlyInAnyOrder(Capability.LINK, Capability.DURABLE);
    }

    @Test
    @DisplayName("a refused request for the free space does not fail the probe")
    void freeSpaceIsOnlyForInformation() throws Exception {
        MinaServer other = ending(new MinaServer(base)
                .withExtensions("statvfs@openssh.com=2,hardlink@openssh.com=1")
                .start());
        Probe probe =
                session(transport(configured()), other, MinaServer.PASSWORD).probe();
        assertThat(probe.freeBytes()).isEmpty();
        assertThat(probe.capabilities()).containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.LINK);
    }

    @Test
    @DisplayName("names of any kind are listed, and none ends a listing")
    void oddNames() throws Exception {
        session.probe();
        List<String> names = List.of(
                " ",
                "a b",
                "\u00fc",
                "\n",
                "\u001b[2J",
                "x".repeat(255),
                ".hidden",
                "...",
                "-rf",
                "$(id)",
                "\u202egnp",
                "a\\b");
        for (String name : names) {
            Files.createDirectory(root.resolve(name));
        }
        Command.run("bash", "-c", "cd '" + root + "' && touch $'not-utf8-\\xff' && mkfifo fifo");
        List<ListEntry> listed = session.list(Optional.empty());
        assertThat(listed).hasSize(names.size() + 2);
        assertThat(listed)
                .filteredOn(entry -> entry.kind() == ListEntry.Kind.DIRECTORY)
                .extracting(ListEntry::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(listed)
                .filteredOn(entry -> entry.kind() == ListEntry.Kind.OTHER)
                .extracting(ListEntry::name)
                .contains("fifo")
                .hasSize(2);
    }

    @Test
    @DisplayName("a directory is created only in an existing one: otherwise NOT_FOUND, naming it and the host")
    void noSuchDirectory() throws Exception {
        SftpTransport transport = transport(configured().key(server.clientKey()));
        TransportSession lost = transport.open(target(server.port()).withPath(base + "/no/such"), Optional.empty());
        TransportException failure = failure(lost::probe);
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining(base + "/no/such on 127.0.0.1:" + server.port());
        assertThat(failure(() -> lost.put(name("object"), SOURCE)).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(lost.list(Optional.empty())).isEmpty();
        assertThat(base.resolve("no")).doesNotExist();
    }

    @Test
    @DisplayName("a read-only server is DENIED for every change, and can be read")
    void readOnly() throws Exception {
        session.put(name("object"), SOURCE);
        OpenSshServer guarded = ending(OpenSshServer.start(
                base.resolve("guarded"), List.of("ed25519"), List.of("ForceCommand internal-sftp -R")));
        TransportSession reader = session(guarded);
        assertThat(failure(reader::probe).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> reader.put(name("other"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> reader.delete(name("object"))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(content(reader, name("object"))).isEqualTo(SOURCE.bytes());
    }

    @Test
    @DisplayName("a full disk is NO_SPACE, and its objects stay and can be removed")
    void fullDisk() throws Exception {
        Files.createDirectories(root);
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", root.toString());
        } catch (IOException e) {
            assumeTrue(false, "A small file system cannot be mounted here: " + e.getMessage());
        }
        try {
            session.put(name("small"), BytesSource.random(200_000, 1));
            assertThat(failure(() -> session.put(name("d/large"), BytesSource.random(2_000_000, 1)))
                            .kind())
                    .isEqualTo(FailureKind.NO_SPACE);
            assertThat(onDisk()).containsExactly("d", "small");
            session.put(name("d/other"), BytesSource.random(200_000, 2));
        } finally {
            Command.run("umount", "-l", root.toString());
        }
    }

    @Test
    @DisplayName("symbolic links are neither followed nor listed as objects, at any level")
    void links() throws Exception {
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "not yours");
        session.probe();
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("file-link"), outside.resolve("secret"));
        for (String name : List.of("link/secret", "file-link")) {
            assertThat(failure(() -> session.read(name(name))).kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure(() -> session.stat(name(name))).kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure(() -> session.delete(name(name))).kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure(() -> session.put(name(name), SOURCE)).kind())
                    .isIn(FailureKind.DENIED, FailureKind.ALREADY_EXISTS);
        }
        assertThat(failure(() -> session.put(name("link/new"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.list(Optional.of(name("link")))).kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(session.list(Optional.empty()))
                .extracting(ListEntry::name, ListEntry::kind, ListEntry::length)
                .containsExactlyInAnyOrder(
                        tuple("link", ListEntry.Kind.OTHER, 0L), tuple("file-link", ListEntry.Kind.OTHER, 0L));
        assertThat(outside.resolve("secret")).hasContent("not yours");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    @DisplayName(
            "a root that is a symbolic link to a directory is used, and a file in its place is an error, not an empty store")
    void rootItself() throws Exception {
        Files.createSymbolicLink(root, Files.createDirectories(base.resolve("elsewhere")));
        session.probe();
        session.put(name("object"), SOURCE);
        assertThat(base.resolve("elsewhere/object")).hasBinaryContent(SOURCE.bytes());
        Files.delete(root);
        Files.writeString(root, "a file");
        assertThat(failure(() -> session.put(name("object"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        TransportException listed = failure(() -> session.list(Optional.empty()));
        assertThat(assertMessage(listed, SftpMessage.DIRECTORY_IS_SPECIAL).kind())
                .isEqualTo(FailureKind.DENIED);
        TransportException found = failure(() -> session.stat(name("object")));
        assertThat(assertMessage(found, SftpMessage.ROOT_IS_FILE).kind()).isEqualTo(FailureKind.DENIED);
    }

    @Test
    @DisplayName("orphans in a directory are removed with its last object")
    void orphansAreRemoved() throws Exception {
        session.put(name("d/one"), SOURCE);
        session.put(name("d/two"), SOURCE);
        Files.writeString(root.resolve("d/.one~0123456789abcdef.tmp"), "half");
        assertThat(session.list(Optional.of(name("d"))))
                .extracting(ListEntry::name)
                .containsExactlyInAnyOrder("one", "two");
        session.delete(name("d/one"));
        assertThat(root.resolve("d/two")).exists();
        session.delete(name("d/two"));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    @DisplayName("a damaged object does not count as the same when it is stored again")
    void damagedIsOther() throws Exception {
        session.put(name("object"), SOURCE);
        byte[] damaged = SOURCE.bytes();
        damaged[999] ^= 1;
        Files.write(root.resolve("object"), damaged);
        TransportException other = failure(() -> session.put(name("object"), SOURCE));
        assertThat(assertMessage(other, SftpMessage.NAME_TAKEN).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        TransportException below = failure(() -> session.put(name("object/below"), SOURCE));
        assertThat(assertMessage(below, SftpMessage.FILE_ABOVE_OBJECT))
                .hasMessageContaining(root.resolve("object") + " on 127.0.0.1:" + server.port());
        TransportException missing = failure(() -> session.read(name("missing")));
        assertThat(assertMessage(missing, SftpMessage.NO_OBJECT)).hasMessageContaining("missing in " + root);
    }

    @Test
    @DisplayName("a server that keeps less than it was sent is INTEGRITY, with both lengths")
    void storesLess() throws Exception {
        MinaServer other = ending(new MinaServer(base)
                .notifying(new SftpEventListener() {
                    @Override
                    public void written(
                            ServerSession at,
                            String handle,
                            FileHandle file,
                            long offset,
                            byte[] bytes,
                            int start,
                            int count,
                            Throwable failure)
                            throws IOException {
                        Files.write(file.getFile(), new byte[10]);
                    }
                })
                .start());
        TransportSession storing = session(transport(configured()), other, MinaServer.PASSWORD);
        TransportException failure = failure(() -> storing.put(name("object"), BytesSource.random(1000, 1)));
        assertThat(failure.kind()).isEqualTo(FailureKind.INTEGRITY);
        assertThat(assertMessage(failure, SftpMessage.STORED_LENGTH_DIFFERS))
                .hasMessageContaining("1000 bytes were sent")
                .hasMessageContaining("has 10 bytes");
        assertThat(onDisk()).isEmpty();
    }

    @Test
    @DisplayName("a server that returns other content than it was sent is INTEGRITY")
    void returnsOtherContent() throws Exception {
        MinaServer other = ending(new MinaServer(base)
                .notifying(new SftpEventListener() {
                    @Override
                    public void opening(ServerSession at, String handle, Handle opened) throws IOException {
                        if (Files.isRegularFile(opened.getFile()) && Files.size(opened.getFile()) > 0) {
                            Files.write(opened.getFile(), new byte[(int) Files.size(opened.getFile())]);
                        }
                    }
                })
                .start());
        TransportException failure = failure(session(transport(configured()), other, MinaServer.PASSWORD)::probe);
        assertThat(assertMessage(failure, SftpMessage.READ_BACK_DIFFERS).kind()).isEqualTo(FailureKind.INTEGRITY);
        assertThat(onDisk()).isEmpty();
    }

    @Test
    @DisplayName("a file that shrinks while it is read is an error, never a shorter object")
    void shrinks() throws Exception {
        session.put(name("object"), BytesSource.random(8 * 1024 * 1024, 1));
        try (InputStream stream = session.read(name("object"))) {
            stream.readNBytes(10);
            Files.write(root.resolve("object"), new byte[500]);
            TransportException failure = failure(stream::readAllBytes);
            assertThat(assertMessage(failure, SftpMessage.LENGTH_CHANGED).kind())
                    .isEqualTo(FailureKind.INTEGRITY);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
