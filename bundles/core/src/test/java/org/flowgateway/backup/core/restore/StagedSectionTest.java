package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
