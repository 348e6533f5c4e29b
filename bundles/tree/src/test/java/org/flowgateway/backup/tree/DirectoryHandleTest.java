package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryHandleTest extends TemporaryTreeTest {

    @Test
    void aFileIsWrittenAndRead() throws Exception {
        root.createDirectory("a", 0700);
        byte[] content = "0123456789".repeat(20_000).getBytes();
        try (OpenFile file = root.createFile("a/ä☂", 0600)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.sync();
        }
        assertThat(Files.readAllBytes(directory.resolve("a/ä☂"))).isEqualTo(content);
        try (OpenFile file = root.openFile("a/ä☂")) {
            assertThat(file.state().size()).isEqualTo(content.length);
            assertThat(file.stream().readAllBytes()).isEqualTo(content);
            ByteBuffer direct = ByteBuffer.allocateDirect(100);
            direct.position(10);
            file.fill(direct, 5);
            assertThat(direct.hasRemaining()).isFalse();
            byte[] read = new byte[90];
            direct.get(10, read);
            assertThat(new String(read))
                    .isEqualTo("567890123456789".substring(0, 5) + "0123456789".repeat(8) + "01234");
            assertThat(file.read(ByteBuffer.allocate(1), content.length)).isEqualTo(-1);
        }
    }

    @Test
    void stateEqualsThatOfJava() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "12345");
        Files.createLink(directory.resolve("g"), file);
        run("chmod", "4751", "f");
        FileState state = root.state("f");
        Map<String, Object> java = Files.readAttributes(file, "unix:mode,ino,nlink,uid,gid,size");
        assertThat(state.mode()).isEqualTo(java.get("mode"));
        assertThat(state.inode()).isEqualTo(java.get("ino"));
        assertThat(state.links()).isEqualTo(2);
        assertThat(state.size()).isEqualTo(5);
        assertThat(state.allocated()).isPositive();
        assertThat(state.permissions()).isEqualTo(04751);
        assertThat(state.isSameFile(root.state("g"))).isTrue();
        assertThat(state).isEqualTo(root.state("g"));
        assertThat(root.find("none")).isEmpty();
    }

    @Test
    void symbolicLinkIsNeverFollowed() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        root.createDirectory("tree", 0700);
        Files.createSymbolicLink(directory.resolve("tree/link"), outside);
        Files.createSymbolicLink(directory.resolve("tree/file"), outside.resolve("secret"));
        try (DirectoryHandle tree = root.openDirectory("tree")) {
            assertLinkRefused(() -> tree.openFile("link/secret"));
            assertLinkRefused(() -> tree.openFile("file"));
            assertLinkRefused(() -> tree.openToWrite("file"));
            assertLinkRefused(() -> tree.openDirectory("link"));
            assertLinkRefused(() -> tree.state("link/secret"));
            assertLinkRefused(() -> tree.createFile("link/new", 0600));
            assertLinkRefused(() -> tree.createDirectory("link/new", 0700));
            assertLinkRefused(() -> tree.createSymlink("link/new", "x"));
            assertLinkRefused(() -> tree.createLink("link/new", "link"));
            try (OpenFile file = root.openFile("outside/secret")) {
                assertLinkRefused(() -> tree.createLink("link/new", file));
            }
            assertLinkRefused(() -> tree.deleteFile("link/secret"));
            assertLinkRefused(() -> tree.rename("link/secret", tree, "stolen"));
            assertLinkRefused(() -> tree.setMode("link", 0777));
            assertLinkRefused(() -> tree.setOwner("link/secret", 1, 1));
            assertLinkRefused(() -> tree.setModified("link/secret", Instant.EPOCH));
            assertLinkRefused(() -> tree.attributes("link/secret"));
            assertThat(tree.state("link").isSymlink()).isTrue();
        }
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    private static void assertLinkRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfAny(SymbolicLinkException.class, NotDirectoryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/..", "a/../b", "/a", "a/", "a//b", "./a", "a/."})
    void aPathThatLeavesTheDirectoryIsRefused(String path) {
        assertThatThrownBy(() -> root.state(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.openFile(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.deleteFile(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void componentsAreCheckedWithoutOpenat2() throws Exception {
        Files.createDirectories(directory.resolve("a/b/c"));
        Files.createSymbolicLink(directory.resolve("a/link"), directory.resolve("a/b"));
        int base = PathResolution.open(Libc.AT_FDCWD, "", Libc.O_RDONLY, 0, "");
        Libc.close(base);
        int own = Libc.openat(Libc.AT_FDCWD, NativeScratch.get().name(directory.toString()), Libc.O_RDONLY, 0);
        try {
            for (boolean inOneCall : new boolean[] {true, false}) {
                Libc.close(PathResolution.open(own, "a/b/c", Libc.O_RDONLY, 0, "", inOneCall));
                assertLinkRefused(() -> PathResolution.open(own, "a/link/c", Libc.O_RDONLY, 0, "", inOneCall));
                assertLinkRefused(() -> PathResolution.open(own, "a/link", Libc.O_RDONLY, 0, "", inOneCall));
            }
        } finally {
            Libc.close(own);
        }
    }

    @Test
    void openOfAPipeDoesNotBlock() throws Exception {
        run("mkfifo", "pipe");
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            assertThatThrownBy(() -> root.openFile("pipe")).isInstanceOf(NotRegularFileException.class);
            assertThatThrownBy(() -> root.openToWrite("pipe")).isInstanceOf(NotRegularFileException.class);
            assertThatThrownBy(() -> root.openDirectory("pipe")).isInstanceOf(NotDirectoryException.class);
        });
        assertThat(root.state("pipe").type()).isEqualTo(FileState.Type.PIPE);
    }

    @Test
    void replacedDirectoryIsDetected() throws Exception {
        root.createDirectory("a", 0700);
        FileState state = root.state("a");
        root.rename("a", root, "b");
        root.createDirectory("a", 0700);
        assertThatThrownBy(() -> root.openDirectory("a", state)).isInstanceOf(FileReplacedException.class);
        root.openDirectory("b", state).close();
    }

    @Test
    void namesOfAnyBytesAreListedAndDeleted() throws Exception {
        run("sh", "-c", "printf x > \"$(printf 'k\\344se')\"; touch 'ä☂' ' '");
        List<String> names = root.names();
        assertThat(names).hasSize(3).contains("ä☂", " ");
        for (String name : names) {
            root.deleteFile(name);
        }
        assertThat(root.names()).isEmpty();
    }

    @Test
    void largeDirectoryIsListedCompletely() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(directory.resolve("file-with-a-longer-name-" + i));
        }
        assertThat(root.names()).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void visitorEndsTheListing() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(directory.resolve("file-with-a-longer-name-" + i));
        }
        List<String> some = new ArrayList<>();
        root.visitNames(name -> {
            some.add(name);
            return some.size() < 10;
        });
        assertThat(some).hasSize(10);
        Set<String> all = new TreeSet<>();
        root.visitNames(name -> {
            root.deleteFile(name); // Calls of a visitor in the same thread must not affect the following names.
            root.createSymlink(name, "a text");
            root.readLink(name);
            all.add(name);
            return true;
        });
        assertThat(all).hasSize(5_000);
        assertThatThrownBy(() -> root.visitNames(name -> {
                    throw new NoSuchFileException(name);
                }))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x/", "a//b", "./x", "/", ".", "..", "../../no/such", "ä☂", "x/.."})
    void theTextOfALinkIsKept(String target) throws Exception {
        root.createSymlink("link", target);
        assertThat(root.readLink("link")).isEqualTo(target);
    }

    @Test
    void timesAreExact() throws Exception {
        Instant[] times = {
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH,
            Instant.ofEpochSecond(-1_000_000_000, 999_999_999),
            Instant.ofEpochSecond(1L << 31, 1),
            Instant.ofEpochSecond(9_000_000_000L, 123_456_789)
        };
        Files.createFile(directory.resolve("file"));
        root.createDirectory("dir", 0700);
        root.createSymlink("link", "nowhere");
        for (Instant time : times) {
            for (String name : new String[] {"file", "dir", "link", ""}) {
                root.setModified(name, time);
                assertThat(root.state(name).modified()).as(name).isEqualTo(time);
            }
            try (OpenFile file = root.openFile("file")) {
                file.setModified(time.plusNanos(5));
                assertThat(file.state().modified()).isEqualTo(time.plusNanos(5));
            }
        }
    }

    @Test
    void ownersAreUnsigned() throws Exception {
        Files.createFile(directory.resolve("file"));
        root.createSymlink("link", "nowhere");
        for (String name : new String[] {"file", "link", ""}) {
            root.setOwner(name, 4_294_967_290L, 3_000_000_000L);
            assertThat(root.state(name).uid()).isEqualTo(4_294_967_290L);
            assertThat(root.state(name).gid()).isEqualTo(3_000_000_000L);
        }
        root.setOwner("", 0, 0);
    }

    @Test
    void modesGoToTheFileItself() throws Exception {
        Files.createFile(directory.resolve("file"));
        root.createDirectory("dir", 0700);
        root.setMode("file", 04755);
        root.setMode("dir", 01777);
        assertThat(root.state("file").permissions()).isEqualTo(04755);
        assertThat(root.state("dir").permissions()).isEqualTo(01777);
        root.createSymlink("link", "file");
        assertThatThrownBy(() -> root.setMode("link", 0)).isInstanceOf(SymbolicLinkException.class);
    }

    @Test
    void extendedAttributesAreSetAndRemoved() throws Exception {
        try (OpenFile file = root.createFile("file", 0600)) {
            file.setAttribute("user.one", new byte[] {1, 0, 2});
            file.setAttribute("user.none", new byte[0]);
            assertThat(file.attributes().values()).containsOnlyKeys("user.none", "user.one");
            assertThat(root.attributes("file")).isEqualTo(file.attributes());
            file.removeAttribute("user.one");
            file.removeAttribute("user.one");
            assertThat(root.attributes("file").values()).containsOnlyKeys("user.none");
        }
        root.setAttribute("user.dir", new byte[] {9});
        assertThat(root.attributes("").values().get("user.dir")).containsExactly(9);
        PosixAcl acl = new PosixAcl(List.of(
                new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 6),
                new PosixAcl.Entry(PosixAcl.Tag.USER, 1, 4),
                new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 0),
                new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 4),
                new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 0)));
        try (OpenFile file = root.openFile("file")) {
            file.setAttribute(ExtendedAttributes.ACCESS_ACL, acl.toBytes());
            assertThat(PosixAcl.parse(file.attributes().values().get(ExtendedAttributes.ACCESS_ACL)))
                    .isEqualTo(acl);
        }
    }

    @Test
    void linksAndExclusiveRenamesReplaceNothing() throws Exception {
        Files.writeString(directory.resolve("a"), "a");
        Files.writeString(directory.resolve("b"), "b");
        assertThatThrownBy(() -> root.createLink("b", "a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> root.renameExclusively("a", root, "b")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> root.createFile("b", 0600)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(directory.resolve("b")).hasContent("b");
        root.rename("a", root, "b");
        assertThat(directory.resolve("b")).hasContent("a");
        assertThatThrownBy(() -> root.rename("a", root, "c")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void openFileIsLinkedWhateverHasItsNameByNow() throws Exception {
        Files.writeString(directory.resolve("a"), "a");
        Files.createDirectory(directory.resolve("d"));
        try (OpenFile file = root.openFile("a")) {
            run("mv", "a", "b");
            run("ln", "-s", "nowhere", "a");
            root.createLink("d/c", file);
            assertThat(root.state("d/c").isSameFile(file.state())).isTrue();
            assertThat(file.state().links()).isEqualTo(2);
            assertThatThrownBy(() -> root.createLink("b", file)).isInstanceOf(FileAlreadyExistsException.class);
            run("rm", "b", "d/c");
            assertThatThrownBy(() -> root.createLink("d/c", file)).isInstanceOf(NoSuchFileException.class);
        }
        OpenFile closed = root.createFile("e", 0600);
        closed.close();
        assertThatThrownBy(() -> root.createLink("d/c", closed))
                .isInstanceOf(java.nio.channels.ClosedChannelException.class);
    }

    @Test
    void holesAreFound() throws Exception {
        try (OpenFile file = root.createFile("sparse", 0600)) {
            file.setLength(10 << 20);
            file.write(ByteBuffer.wrap(new byte[] {1}), 5 << 20);
            assertThat(file.nextData(0)).isBetween(4L << 20, 5L << 20);
            assertThat(file.nextHole(5 << 20)).isBetween((5L << 20) + 1, 6L << 20);
            assertThat(file.nextData(6 << 20)).isEqualTo(10 << 20);
            assertThat(file.state().allocated()).isLessThan(1 << 20);
        }
    }

    @Test
    void aLockIsHeldUntilItsFileIsClosed() throws Exception {
        Files.createFile(directory.resolve("lock"));
        try (OpenFile two = root.openToWrite("lock")) {
            try (OpenFile one = root.openToWrite("lock")) {
                assertThat(one.tryLock()).isTrue();
                assertThat(two.tryLock()).isFalse();
            }
            assertThat(two.tryLock()).isTrue();
        }
        try (DirectoryHandle other = root.duplicate()) {
            assertThat(root.tryLock()).isTrue();
            assertThat(other.tryLock()).isFalse();
        }
    }

    @Test
    void aClosedHandleIsNotUsed() throws Exception {
        DirectoryHandle handle = root.duplicate();
        handle.close();
        handle.close();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(handle::names);
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> handle.openFile("x"));
    }

    @Test
    void spaceAndAccountsAreReported() throws Exception {
        assertThat(root.space().totalBytes()).isPositive();
        assertThat(root.space().usableBytes()).isBetween(0L, root.space().totalBytes());
        SystemAccounts accounts = new SystemAccounts();
        assertThat(accounts.user(0)).isEqualTo("root");
        assertThat(accounts.group(0)).isEqualTo("root");
        assertThat(accounts.userNumber("root")).hasValue(0);
        assertThat(accounts.groupNumber("daemon")).hasValue(1);
        assertThat(accounts.user(4_000_000_001L)).isEmpty();
        assertThat(accounts.userNumber("no-such-user")).isEmpty();
    }

    @Test
    void failureHasTheSystemsReason() throws Exception {
        root.createDirectory("full", 0700);
        Files.createFile(directory.resolve("full/x"));
        assertThatThrownBy(() -> root.deleteDirectory("full"))
                .isInstanceOf(java.nio.file.DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> root.createFile("x".repeat(256), 0600))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("File name too long");
        assertThatThrownBy(() -> root.openFile("full")).isInstanceOf(NotRegularFileException.class);
        assertThatThrownBy(() -> root.openDirectory("none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(directory + "/none");
    }

    @Test
    void hookCanRefuseACall() throws Exception {
        DirectoryHandle refused = observed((operation, path) -> {
            if (operation.isChange()) {
                throw new IOException("refused " + operation + " " + path);
            }
        });
        assertThatThrownBy(() -> refused.createDirectory("a", 0700))
                .hasMessage("refused CREATE_DIRECTORY " + directory + "/a");
        assertThat(refused.names()).isEmpty();
    }
}
