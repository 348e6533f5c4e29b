package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of a swap are changed only as long as they belong to the directories of the swap. */
class SwapDirectoryTest {

    private static final String NAME = ".config.restore-000001.restored";

    @TempDir
    private Path directory;

    private final List<String> synced = new ArrayList<>();
    private Attack attack = (operation, name) -> {};
    private boolean unwritable;
    private SwapDirectory swap;

    /** What another user does before a call. */
    private interface Attack {
        void before(TreeOperation operation, String name) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        FileTrees trees = TestTrees.fileTrees(new TreeHook() {
            @Override
            public void before(TreeOperation operation, String path) throws IOException {
                if (operation == TreeOperation.SYNC) {
                    synced.add(path);
                }
                attack.before(operation, Path.of(path).getFileName() + "");
            }

            @Override
            public boolean mayWrite(String path) {
                return !unwritable;
            }
        });
        swap = new SwapDirectory(trees.open(directory), trees);
    }

    @AfterEach
    void close() {
        swap.close();
    }

    private OptionalLong inode(String name) throws IOException {
        return OptionalLong.of((long) Files.getAttribute(directory.resolve(name), "unix:ino"));
    }

    private Path create(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private void assertConflict(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SwapConflictException.class)
                .hasMessageContainingAll(directory.resolve(name).toString(), directory.toString());
    }

    @Test
    void nameBelongsToOneDirectory() throws Exception {
        create("a");
        create("b");
        assertThat(swap.hasInode("a", inode("a"))).isTrue();
        assertThat(swap.hasInode("a", inode("b"))).isFalse();
        assertThat(swap.hasInode("a", OptionalLong.empty())).isFalse();
        assertThat(swap.hasInode("none", inode("a"))).isFalse();
        swap.checkInode("a", inode("a"));
        assertConflict("a", () -> swap.checkInode("a", inode("b")));
        assertThat(swap.exists("a")).isTrue();
        assertThat(swap.exists("none")).isFalse();
        assertThat(swap.path("a")).isEqualTo(directory.resolve("a").toString());
    }

    @Test
    void createdDirectoryIsForItsCreatorAlone() throws Exception {
        assumeTrue(((Integer) Files.getAttribute(directory, "unix:uid")) == 0, "only root can give a directory away");
        Files.setAttribute(directory, "unix:gid", 4242);
        Files.setAttribute(directory, "unix:mode", 02777);
        PosixAcl everybody = new PosixAcl(List.of(
                new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.USER, 1, 7),
                new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 7)));
        swap.handle().setAttribute(ExtendedAttributes.DEFAULT_ACL, everybody.toBytes());
        try (DirectoryHandle created = swap.create(NAME)) {
            assertThat(created.state().permissions()).isEqualTo(0700);
            assertThat(created.state().gid()).isZero();
            assertThat(created.attributes("").values()).isEmpty();
        }
        assertThatThrownBy(() -> swap.create(NAME)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void directoryThatIsReplacedBeforeItIsOpenIsRejected() throws Exception {
        Path outside = create("outside");
        Files.createFile(outside.resolve("precious"));
        for (String trap : List.of("link", "file", "gone", "content", "owner")) {
            attack = (operation, name) -> {
                if (operation == TreeOperation.OPEN_TO_READ && name.equals(NAME)) {
                    attack = (later, other) -> {};
                    spring(trap, outside);
                }
            };
            assertConflict(NAME, () -> swap.create(NAME));
            if (trap.equals("content")) {
                Files.delete(directory.resolve(NAME).resolve("precious"));
            }
            Files.deleteIfExists(directory.resolve(NAME));
        }
        assertThat(outside.resolve("precious")).exists();
    }

    private void spring(String trap, Path outside) throws IOException {
        Path created = directory.resolve(NAME);
        switch (trap) {
            case "content" -> Files.createFile(created.resolve("precious"));
            case "owner" -> Files.setAttribute(created, "unix:uid", 4711);
            default -> {
                Files.delete(created);
                if (trap.equals("link")) {
                    Files.createSymbolicLink(created, outside);
                } else if (trap.equals("file")) {
                    Files.createFile(created);
                }
            }
        }
    }

    @Test
    void onlyTheDirectoryOfTheSwapIsOpened() throws Exception {
        create("a");
        create("b");
        swap.openChecked("a", inode("a")).close();
        assertConflict("a", () -> swap.openChecked("a", inode("b")));
        assertConflict("a", () -> swap.openChecked("a", OptionalLong.empty()));
    }

    @Test
    void knownDirectoryIsMadeWritable() throws Exception {
        create("a");
        Files.setAttribute(directory.resolve("a"), "unix:mode", 0555);
        swap.open("a").close();
        assertThat(SwapTrees.mode(directory.resolve("a"))).isEqualTo(0555);
        unwritable = true;
        swap.open("a").close();
        assertThat(SwapTrees.mode(directory.resolve("a"))).isEqualTo(0700);
    }

    @Test
    void renameIsCheckedBeforeAndAfter() throws Exception {
        create("a");
        create("b");
        OptionalLong inode = inode("a");
        assertConflict("a", () -> swap.rename("a", "c", inode("b")));
        assertThat(directory.resolve("a")).exists();
        assertThat(synced).isEmpty();
        swap.rename("a", "c", inode);
        assertThat(inode("c")).isEqualTo(inode);
        assertThat(synced).containsExactly(directory.toString());
        attack = (operation, name) -> {
            if (operation == TreeOperation.RENAME) {
                Files.move(directory.resolve("c"), directory.resolve("stolen"));
                create("c");
            }
        };
        assertConflict("d", () -> swap.rename("c", "d", inode));
    }

    @Test
    void movedDirectoryIsBroughtBack() throws Exception {
        Path a = create("a");
        Path elsewhere = create("elsewhere");
        try (DirectoryHandle moved = swap.handle().openDirectory("a")) {
            OptionalLong inode = inode("a");
            Files.move(a, elsewhere.resolve("stolen"));
            swap.moveBack(moved, "a");
            assertThat(inode("a")).isEqualTo(inode);
            assertThat(synced).containsExactly(directory.toString());
            Files.move(a, elsewhere.resolve("stolen"));
            attack = (operation, name) -> {
                if (operation == TreeOperation.LOOK && name.equals("stolen")) {
                    attack = (later, other) -> {};
                    Files.move(elsewhere.resolve("stolen"), elsewhere.resolve("again"));
                    Files.createDirectory(elsewhere.resolve("stolen"));
                }
            };
            assertConflict("a", () -> swap.moveBack(moved, "a"));
            assertThat(elsewhere.resolve("stolen")).exists();
            Files.delete(elsewhere.resolve("again"));
            assertConflict("a", () -> swap.moveBack(moved, "a"));
        }
    }

    @Test
    void anothersFileIsMovedToAFreeName() throws Exception {
        Files.writeString(create("config").resolve("precious"), "precious");
        create(".config.restore-000001-2.restored");
        assertThat(swap.freeName(NAME)).isEqualTo(".config.restore-000001-3.restored");
        swap.moveAside("config", NAME);
        assertThat(directory.resolve(".config.restore-000001-3.restored/precious"))
                .hasContent("precious");
        assertThat(synced).containsExactly(directory.toString());
    }

    @Test
    void freeNamesEnd() throws Exception {
        for (int i = 2; i < 1000; i++) {
            create(".config.restore-000001-" + i + ".restored");
        }
        assertConflict(NAME, () -> swap.freeName(NAME));
    }

    @Test
    void previousRootThatIsAFileIsDeleted() throws Exception {
        Files.writeString(directory.resolve("a"), "current");
        swap.delete("a", true, inode("a"), null);
        assertThat(directory.resolve("a")).doesNotExist();
        assertThat(synced).containsExactly(directory.toString());
        swap.delete("a", true, OptionalLong.of(1), null);
        assertThat(synced).hasSize(1);
    }

    @Test
    void onlyTheDirectoryOfTheSwapIsDeleted() throws Exception {
        Files.createFile(create("a").resolve("precious"));
        Files.createFile(directory.resolve("file"));
        create("b");
        swap.delete("a", true, inode("b"), null);
        swap.delete("a", true, OptionalLong.empty(), null);
        swap.delete("file", true, OptionalLong.empty(), null);
        assertThat(directory.resolve("a/precious")).exists();
        assertThat(directory.resolve("file")).exists();
        swap.delete("b", true, OptionalLong.empty(), null);
        assertThat(directory.resolve("b")).doesNotExist();
        swap.delete("a", false, OptionalLong.empty(), null);
        assertThat(directory.resolve("a")).doesNotExist();
    }

    @Test
    void contentOfAMovedDirectoryIsDeleted() throws Exception {
        Files.createFile(create("a").resolve("file"));
        try (DirectoryHandle opened = swap.handle().openDirectory("a")) {
            OptionalLong inode = inode("a");
            Files.move(directory.resolve("a"), directory.resolve("stolen"));
            Files.createFile(create("a").resolve("precious"));
            swap.delete("a", true, inode, opened);
            assertThat(directory.resolve("a/precious")).exists();
            assertThat(directory.resolve("stolen")).isEmptyDirectory();
        }
    }
}
