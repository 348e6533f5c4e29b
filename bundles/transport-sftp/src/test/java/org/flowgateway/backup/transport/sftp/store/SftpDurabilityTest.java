package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.SftpTransport;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.protocol.ScriptedSftpServer;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Syncs of files and directories, as the server's log shows them; only a power failure would prove their effect. */
class SftpDurabilityTest extends SftpFixture {

    private static final BytesSource SOURCE = BytesSource.random(1000, 1);
    private static final int OPEN = 3;
    private static final int STATUS = 101;
    private static final int HANDLE = 102;
    private static final Path PROGRAM = Path.of("/usr/lib/openssh/sftp-server");

    private OpenSshServer server;
    /** Capabilities of the server that was probed last. */
    private Set<Capability> capabilities;

    private TransportSession logged(Path log) throws Exception {
        server = ending(OpenSshServer.start(
                base.resolve("server"),
                List.of("ed25519"),
                List.of("ForceCommand " + PROGRAM + " -e -l DEBUG3 2>>" + log)));
        return session(server);
    }

    /** Returns the syncs and renames in the server's log, in order: file names of files, paths below the root of directories. */
    private List<String> steps(Path log) throws IOException {
        String root = base.resolve("backups").toString();
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("fsync ") || line.startsWith("hardlink "))
                .map(line -> line.replace(root, "ROOT").replaceAll("~[0-9a-f]{16}", "~"))
                .toList();
    }

    @Test
    @DisplayName("OpenSSH syncs an object's directory after the object is published, and its parents once per session")
    void openSsh() throws Exception {
        Path log = base.resolve("sftp.log");
        TransportSession session = logged(log);
        session.probe();
        assertThat(steps(log)).contains("fsync \"" + base + "\"", "fsync \"ROOT\"");
        Files.delete(log);
        Files.createFile(log);
        TransportSession storing = session(server);
        storing.put(name("d/packs/one"), SOURCE);
        assertThat(steps(log))
                .containsExactly(
                        "fsync \"ROOT/d/packs/.one~.tmp\"",
                        "hardlink old \"ROOT/d/packs/.one~.tmp\" new \"ROOT/d/packs/one\"",
                        "fsync \"ROOT\"",
                        "fsync \"ROOT/d\"",
                        "fsync \"ROOT/d/packs\"");
        storing.put(name("d/packs/two"), SOURCE);
        storing.put(name("d/three"), SOURCE);
        assertThat(steps(log).subList(5, steps(log).size()))
                .containsExactly(
                        "fsync \"ROOT/d/packs/.two~.tmp\"",
                        "hardlink old \"ROOT/d/packs/.two~.tmp\" new \"ROOT/d/packs/two\"",
                        "fsync \"ROOT/d/packs\"",
                        "fsync \"ROOT/d/.three~.tmp\"",
                        "hardlink old \"ROOT/d/.three~.tmp\" new \"ROOT/d/three\"",
                        "fsync \"ROOT/d\"");
        assertThat(storing.notices()).noneMatch(notice -> notice.contains("disk"));
    }

    @Test
    @DisplayName("OpenSSH syncs an object that is already stored, and a directory that is created again")
    void again() throws Exception {
        Path log = base.resolve("sftp.log");
        TransportSession session = logged(log);
        session.put(name("d/one"), SOURCE);
        Files.write(log, new byte[0]);
        session(server).put(name("d/one"), SOURCE);
        assertThat(steps(log)).containsExactly("fsync \"ROOT\"", "fsync \"ROOT/d\"");
        session.delete(name("d/one"));
        Files.write(log, new byte[0]);
        session.put(name("d/one"), SOURCE);
        assertThat(steps(log)).endsWith("fsync \"ROOT\"", "fsync \"ROOT/d\"");
    }

    @Test
    @DisplayName("OpenSSH syncs the directories of a second name as those of an object, also if the name exists")
    void links() throws Exception {
        Path log = base.resolve("sftp.log");
        logged(log).put(name("d/one"), SOURCE);
        TransportSession session = session(server);
        Files.write(log, new byte[0]);
        session.link(name("d/one"), name("e/packs/two"));
        assertThat(steps(log))
                .as("the first hard link finds no directory")
                .containsExactly(
                        "hardlink old \"ROOT/d/one\" new \"ROOT/e/packs/two\"",
                        "hardlink old \"ROOT/d/one\" new \"ROOT/e/packs/two\"",
                        "fsync \"ROOT\"",
                        "fsync \"ROOT/e\"",
                        "fsync \"ROOT/e/packs\"");
        Files.write(log, new byte[0]);
        session.link(name("d/one"), name("e/packs/three"));
        session.link(name("d/one"), name("e/packs/three"));
        assertThat(steps(log))
                .containsExactly(
                        "hardlink old \"ROOT/d/one\" new \"ROOT/e/packs/three\"",
                        "fsync \"ROOT/e/packs\"",
                        "fsync \"ROOT/e/packs\"");
    }

    @Test
    @DisplayName("MINA syncs directories too, so it is DURABLE")
    void mina() throws Exception {
        MinaServer mina = ending(new MinaServer(base).start());
        assertThat(notices(mina)).noneMatch(notice -> notice.contains("disk"));
        assertThat(capabilities).contains(Capability.DURABLE);
    }

    @Test
    @DisplayName(
            "MINA without fsync, or without opening directories, stores all the same, reported once, and is not DURABLE")
    void unable() throws Exception {
        MinaServer none =
                new MinaServer(Files.createDirectories(base.resolve("none"))).withExtensions("hardlink@openssh.com=1");
        MinaServer files = new MinaServer(Files.createDirectories(base.resolve("files")))
                .notifying(refusingToOpen(directory -> true));
        assertThat(notices(ending(none).start()))
                .filteredOn(notice -> notice.contains("disk"))
                .containsExactly(SftpNoticeMessage.FILES_NOT_SYNCED
                        .with("127.0.0.1:" + none.port())
                        .text());
        assertThat(capabilities).doesNotContain(Capability.DURABLE);
        assertThat(notices(ending(files).start()))
                .filteredOn(notice -> notice.contains("disk"))
                .containsExactly(SftpNoticeMessage.DIRECTORIES_NOT_SYNCED
                        .with("127.0.0.1:" + files.port())
                        .text());
        assertThat(capabilities).doesNotContain(Capability.DURABLE);
    }

    @Test
    @DisplayName("a new root is not DURABLE if the directory above it cannot be opened, and an old one is")
    void aboveRoot() throws Exception {
        MinaServer mina = ending(new MinaServer(base)
                .notifying(refusingToOpen(directory -> !directory.endsWith("backups")))
                .start());
        SftpTransport transport = transport(configured());
        TransportSession first = session(transport, mina, MinaServer.PASSWORD);
        assertThat(first.probe().capabilities()).doesNotContain(Capability.DURABLE);
        assertThat(first.notices())
                .contains(SftpNoticeMessage.DIRECTORIES_NOT_SYNCED
                        .with("127.0.0.1:" + mina.port())
                        .text());
        assertThat(session(transport, mina, MinaServer.PASSWORD).probe().capabilities())
                .contains(Capability.DURABLE);
    }

    @Test
    @DisplayName("nothing is guaranteed until a file and a directory were synced")
    void untried() throws Exception {
        try (TimeoutScheduler scheduler = ScriptedSftpServer.scheduler()) {
            SftpClient client = ScriptedSftpServer.client(
                    scheduler, (type, id) -> type == OPEN ? answer(HANDLE, id, 1) : answer(STATUS, id, 0), name -> "1");
            SftpObjectTree tree = new SftpObjectTree(client, "/root", SshAddress.of("backups.example"));
            SftpDurability durability = new SftpDurability(client, tree, new TemporaryFiles(), notice -> {});
            assertThat(durability.isGuaranteed()).isFalse();
            durability.finishFileSync("/root/a", durability.beginFileSync(new byte[1]));
            assertThat(durability.isGuaranteed()).isFalse();
            durability.sync("/root/a");
            assertThat(durability.isGuaranteed()).isTrue();
            SftpDurability onlyDirectories = new SftpDurability(client, tree, new TemporaryFiles(), notice -> {});
            onlyDirectories.sync("/root/a");
            assertThat(onlyDirectories.isGuaranteed()).isFalse();
        }
    }

    /** Returns a reply with one number: a status, or the length of a handle, which follows. */
    private static ByteBuffer answer(int type, int id, int number) {
        return ByteBuffer.allocate(64)
                .put((byte) type)
                .putInt(id)
                .putInt(number)
                .put((byte) 0)
                .flip();
    }

    private static SftpEventListener refusingToOpen(Predicate<Path> directories) {
        return new SftpEventListener() {
            @Override
            public void opening(ServerSession session, String remote, Handle local) throws IOException {
                Path file = local.getFile();
                if (local instanceof FileHandle && Files.isDirectory(file) && directories.test(file)) {
                    throw new AccessDeniedException(file.toString());
                }
            }
        };
    }

    @Test
    @DisplayName("a directory that can no longer be synced fails the call, with the object's name")
    void failingDisk() throws Exception {
        AtomicBoolean failing = new AtomicBoolean();
        MinaServer mina = new MinaServer(base).accessing(new SftpFileSystemAccessor() {
            @Override
            public void syncFileData(
                    SftpSubsystemProxy subsystem, FileHandle handle, Path file, String name, Channel channel)
                    throws IOException {
                if (failing.get() && Files.isDirectory(file)) {
                    throw new IOException("the disk fails");
                }
                SftpFileSystemAccessor.super.syncFileData(subsystem, handle, file, name, channel);
            }
        });
        TransportSession session = session(transport(configured()), ending(mina.start()), MinaServer.PASSWORD);
        session.put(name("one"), SOURCE);
        failing.set(true);
        TransportException failure = failure(() -> session.put(name("two"), SOURCE));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(assertMessage(failure, SftpMessage.NOT_SYNCED)).hasMessageContaining("/two on 127.0.0.1:");
    }

    /** Returns the notices after a probe and two objects in several sessions. */
    private List<String> notices(MinaServer mina) throws Exception {
        SftpTransport transport = transport(configured());
        TransportSession session = session(transport, mina, MinaServer.PASSWORD);
        capabilities = session.probe().capabilities();
        TransportSession other = session(transport, mina, MinaServer.PASSWORD);
        other.put(name("d/one"), SOURCE);
        other.put(name("d/two"), SOURCE);
        assertThat(other.stat(name("d/two"))).contains(ObjectAttributes.ofLength(SOURCE.length()));
        return session.notices();
    }
}
