package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeDeletion;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs are unpacked concurrently into one tree. */
class StagedSectionTest {

    private static final int ROUNDS = 400;
    private static final int THREADS = 4;
    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);

    @TempDir
    private Path directory;

    private final List<DirectoryHandle> opened = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        directory = directory.toRealPath();
        opened.add(TREES.open(directory));
    }

    @AfterEach
    void close() {
        opened.forEach(DirectoryHandle::close);
    }

    private StagedSection staged(Path tree) throws IOException {
        DirectoryHandle handle = TREES.open(tree);
        opened.add(handle);
        return staged(tree, handle);
    }

    private static StagedSection staged(Path tree, DirectoryHandle handle) {
        return new StagedSection(
                UncalledSection.config(tree),
                handle,
                tree,
                new MetadataWriter(new OwnerMapping(new SystemAccounts()), TREES.userId() == 0));
    }

    @Test
    void concurrentFilesShareTheirDirectory() throws Exception {
        StagedSection section = staged(directory);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "file" + i;
                Callable<Void> unpacking = () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        together.await();
                        Entry entry = file("d" + round + "/a/b/c/" + name);
                        section.unpack(
                                new MemberToRestore(entry, entry.memberName(), 0, 0, 1, ""),
                                new ByteArrayInputStream(new byte[] {7}));
                    }
                    return null;
                };
                running.add(threads.submit(unpacking));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(directory.resolve("d" + (ROUNDS - 1) + "/a/b/c")).isDirectoryContaining(file -> Files.exists(file));
    }

    /** The index rejects such entries; this is the second line of defence. */
    @Test
    void rejectsAFileBelowARestoredLink() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        for (String below : List.of("link/a", "link/a/b", "link/a/b/c")) {
            Path tree = Files.createDirectory(directory.resolve("tree"));
            StagedSection section = staged(tree);
            section.complete(link("link", outside.toString()), false);
            section.complete(link(below, "anything"), false);
            assertThatThrownBy(section::finish).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(outside).isEmptyDirectory();
            TreeDeletion.delete(opened.get(0), "tree");
        }
    }

    @Test
    void rejectsASecondFileOfTheSameName() throws Exception {
        StagedSection section = staged(directory);
        MemberToRestore member = new MemberToRestore(file("a"), "config/a", 0, 0, 1, "");
        section.unpack(member, new ByteArrayInputStream(new byte[] {7}));
        assertThatThrownBy(() -> section.unpack(member, new ByteArrayInputStream(new byte[] {8})))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private static MemberToRestore member(Entry entry, int part, long offset, int length) {
        return new MemberToRestore(entry, entry.memberName(), part, offset, length, "");
    }

    private Entry entry(String path, Entry.Type type, int mode, long size, String target) {
        return new Entry(
                "config", path, type, mode, TREES.userId(), TREES.groupId(), "", "", size, Instant.EPOCH, target);
    }

    private int mode(String path) throws IOException {
        return (int) Files.getAttribute(directory.resolve(path), "unix:mode") & 07777;
    }

    private void unpack(StagedSection section, Entry entry, byte[] content) throws IOException {
        section.unpack(member(entry, 0, 0, content.length), new ByteArrayInputStream(content));
    }

    @Test
    void contentComesBackWithItsZeros() throws Exception {
        StagedSection section = staged(directory);
        byte[] content = new byte[5 * (1 << 16)];
        content[0] = 1;
        content[1 << 16] = 0;
        content[(2 << 16) + 7] = 2;
        content[(4 << 16) - 1] = 3;
        unpack(section, entry("hole-at-the-end", Entry.Type.FILE, 0644, content.length, ""), content);
        assertThat(directory.resolve("hole-at-the-end")).hasBinaryContent(content);
        byte[] whole = Arrays.copyOfRange(content, 0, 4 << 16);
        unpack(section, entry("no-hole-at-the-end", Entry.Type.FILE, 0644, whole.length, ""), whole);
        assertThat(directory.resolve("no-hole-at-the-end")).hasBinaryContent(whole);
        unpack(section, entry("zeros", Entry.Type.FILE, 0644, 70_000, ""), new byte[70_000]);
        assertThat(directory.resolve("zeros")).hasBinaryContent(new byte[70_000]);
        unpack(section, entry("empty", Entry.Type.FILE, 0644, 0, ""), new byte[0]);
        assertThat(directory.resolve("empty")).isEmptyFile();
        unpack(section, entry("short", Entry.Type.FILE, 0644, 3, ""), new byte[] {0, 0, 1});
        assertThat(directory.resolve("short")).hasBinaryContent(new byte[] {0, 0, 1});
    }

    @Test
    void noMoreIsReadThanTheMemberHas() throws Exception {
        StagedSection section = staged(directory);
        ByteArrayInputStream content = new ByteArrayInputStream(new byte[100_000]);
        section.unpack(member(entry("a", Entry.Type.FILE, 0644, 70_000, ""), 0, 0, 70_000), content);
        assertThat(content.available()).isEqualTo(30_000);
        assertThat(directory.resolve("a")).hasSize(70_000);
    }

    @Test
    void contentThatEndsTooEarlyIsAFailure() throws Exception {
        StagedSection section = staged(directory);
        assertThatThrownBy(() -> section.unpack(
                        member(entry("a", Entry.Type.FILE, 0644, 2, ""), 0, 0, 2),
                        new ByteArrayInputStream(new byte[] {1})))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void partsComeInAnyOrder() throws Exception {
        StagedSection section = staged(directory);
        Entry split = entry("d/split", Entry.Type.FILE, 0604, 9, "");
        section.unpack(member(split, 2, 3, 3), new ByteArrayInputStream(new byte[] {4, 5, 6}));
        section.unpack(member(split, 1, 0, 3), new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertThat(mode("d/split")).isEqualTo(0600);
        section.unpack(member(split, 3, 6, 3), new ByteArrayInputStream(new byte[3]));
        section.complete(split, true);
        assertThat(directory.resolve("d/split")).hasBinaryContent(new byte[] {1, 2, 3, 4, 5, 6, 0, 0, 0});
        assertThat(mode("d/split")).isEqualTo(0604);
        assertThat(Files.getLastModifiedTime(directory.resolve("d/split")).toInstant())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void directoriesGetTheirMetadataFromTheInnermostOn() throws Exception {
        StagedSection section = staged(directory);
        for (String path : List.of("a", "a/b", "a/b/c", "")) {
            Entry entry = entry(path, Entry.Type.DIRECTORY, 0751, 0, "");
            section.unpack(member(entry, 0, 0, 0), InputStream.nullInputStream());
            section.complete(entry, false);
        }
        section.complete(entry("a/b/link", Entry.Type.SYMLINK, 0777, 0, "c"), false);
        section.finish();
        assertThat(directory.resolve("a/b/c")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(directory.resolve("a/b/link"))).hasToString("c");
        for (String path : List.of("", "a", "a/b", "a/b/c", "a/b/link")) {
            assertThat(Files.getLastModifiedTime(directory.resolve(path), LinkOption.NOFOLLOW_LINKS)
                            .toInstant())
                    .as(path)
                    .isEqualTo(Instant.EPOCH);
        }
        for (String path : List.of("", "a", "a/b", "a/b/c")) {
            assertThat(mode(path)).as(path).isEqualTo(0751);
        }
    }

    /** A directory that nobody may search is completed after what is below it. */
    @Test
    void outerDirectoryIsCompletedLast() throws Exception {
        List<String> completed = new ArrayList<>();
        FileTrees trees = TestTrees.fileTrees((operation, path) -> {
            if (operation == TreeOperation.OPEN_TO_READ) {
                completed.add(directory.relativize(Path.of(path)).toString());
            }
        });
        try (DirectoryHandle handle = trees.open(directory)) {
            StagedSection section = staged(directory, handle);
            for (String path : List.of("b", "a", "a/b")) {
                Entry entry = entry(path, Entry.Type.DIRECTORY, 0, 0, "");
                section.unpack(member(entry, 0, 0, 0), InputStream.nullInputStream());
                section.complete(entry, false);
            }
            completed.clear();
            section.finish();
            assertThat(completed).containsExactly("b", "a/b", "a");
        }
    }

    @Test
    void hardLinkIsCreatedInItsDirectory() throws Exception {
        StagedSection section = staged(directory);
        unpack(section, entry("a", Entry.Type.FILE, 0644, 1, ""), new byte[] {7});
        section.complete(entry("d/b", Entry.Type.HARDLINK, 0644, 0, "a"), false);
        section.completeUnselected(entry("d/c", Entry.Type.HARDLINK, 0644, 0, "a"));
        assertThat(Files.getAttribute(directory.resolve("d/c"), "unix:nlink")).isEqualTo(3);
        assertThat(Files.getAttribute(directory.resolve("d/b"), "unix:ino"))
                .isEqualTo(Files.getAttribute(directory.resolve("a"), "unix:ino"));
    }

    @Test
    void fileInPlaceOfADirectoryIsAFailure() throws Exception {
        StagedSection section = staged(directory);
        unpack(section, entry("d", Entry.Type.FILE, 0644, 1, ""), new byte[] {7});
        assertThatThrownBy(() -> unpack(section, entry("d/b", Entry.Type.FILE, 0644, 1, ""), new byte[] {7}))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    /** Files of the gateway itself keep their set-ID bits and numbers, whatever the backup may restore. */
    @Test
    void unselectedFileKeepsItsSetIdBits() throws Exception {
        StagedSection section = staged(directory);
        Entry found = new Entry(
                "config",
                "a",
                Entry.Type.FILE,
                04755,
                TREES.userId(),
                TREES.groupId(),
                "daemon",
                "daemon",
                1,
                Instant.EPOCH,
                "");
        section.unpackUnselected(member(found, 0, 0, 1), new ByteArrayInputStream(new byte[] {7}));
        assertThat(mode("a")).isEqualTo(04755);
        assertThat(Files.getAttribute(directory.resolve("a"), "unix:uid")).isEqualTo((int) TREES.userId());
        unpack(section, entry("b", Entry.Type.FILE, 04755, 1, ""), new byte[] {7});
        assertThat(mode("b")).isEqualTo(0755);
    }

    @Test
    void sectionHasItsDirectoryAndPath() throws Exception {
        StagedSection section = staged(directory);
        assertThat(section.path()).isEqualTo(directory);
        assertThat(section.directory().path()).isEqualTo(directory.toString());
        assertThat(section.section().root()).isEqualTo(directory);
    }

    private static Entry link(String path, String target) {
        return new Entry("config", path, Entry.Type.SYMLINK, 0777, 0, 0, "", "", 0, Instant.EPOCH, target);
    }

    private Entry file(String path) throws Exception {
        return new Entry(
                "config",
                path,
                Entry.Type.FILE,
                0644,
                ((Integer) Files.getAttribute(directory, "unix:uid")).longValue(),
                ((Integer) Files.getAttribute(directory, "unix:gid")).longValue(),
                "",
                "",
                1,
                Instant.EPOCH,
                "");
    }
}
