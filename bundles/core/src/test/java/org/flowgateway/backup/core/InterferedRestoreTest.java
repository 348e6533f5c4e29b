package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.core.restore.RestoreTransaction;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore that others, or the file system, interfere with ends with a message and leaves exactly one state. */
class InterferedRestoreTest {

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private volatile TreeHook hook = TreeHook.NONE;

    @BeforeEach
    void backUp() throws Exception {
        directory = directory.toRealPath();
        gateway = new TestGateway(directory)
                .observed((operation, path) -> hook.before(operation, path))
                .start();
        gateway.write("config/d/file", "backed up");
        gateway.completedBackup();
        gateway.write("config/d/file", "current");
        gateway.write("config/d/added", "current");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static boolean isStaged(String path) {
        return path.contains("/.config.restore-") && path.endsWith(".restored");
    }

    @ParameterizedTest
    @EnumSource(
            value = TreeOperation.class,
            names = {"CREATE_FILE", "WRITE", "SET_ATTRIBUTE", "SYNC", "RENAME"})
    void stagingDirectoryReplacedByLinkIsNotFollowed(TreeOperation moment) throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside/d")).getParent();
        Files.writeString(outside.resolve("d/file"), "precious");
        SortedMap<String, String> untouched = TreeState.of(outside);
        SortedMap<String, String> old = gateway.tree();
        AtomicBoolean done = new AtomicBoolean();
        hook = (operation, path) -> {
            if (operation == moment
                    && (path.contains(".restored/") || moment == TreeOperation.SYNC || moment == TreeOperation.RENAME)
                    && done.compareAndSet(false, true)) {
                try (Stream<Path> names = Files.list(gateway.root)) {
                    Path staged = names.filter(name -> isStaged(name.toString()))
                            .findFirst()
                            .orElseThrow();
                    Files.move(staged, directory.resolve("stolen"));
                    Files.createSymbolicLink(staged, outside);
                }
            }
        };
        Job restore = gateway.restore();
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message())
                .contains("was replaced by another user", "write permission on " + gateway.root, "Find that user");
        assertThat(TreeState.of(outside)).isEqualTo(untouched);
        hook = TreeHook.NONE;
        SortedMap<String, String> now = gateway.tree();
        now.keySet().removeIf(name -> isStaged("/" + name));
        assertThat(now).isEqualTo(old);
        assertThat(directory.resolve("stolen")).isEmptyDirectory();
        gateway.completedRestore();
        assertThat(gateway.root.resolve("config/d/file")).hasContent("backed up");
    }

    @Test
    void immutableFilesAreDetectedBeforeAnyChange() throws Exception {
        Path immutable = gateway.root.resolve("config/d/file");
        assumeTrue(attribute("+i", immutable), "no file can be made immutable here");
        try {
            SortedMap<String, String> old = gateway.tree();
            Job restore = gateway.restore();
            assertThat(restore.state()).isEqualTo(JobState.ERROR);
            assertThat(restore.message())
                    .contains("1 file with the attribute immutable or append-only: config/d/file", "chattr -i -a");
            assertThat(gateway.tree()).isEqualTo(old);
        } finally {
            assertThat(attribute("-i", immutable)).isTrue();
        }
        gateway.completedRestore();
    }

    private static boolean attribute(String change, Path file) throws InterruptedException {
        try {
            Command.run("chattr", change, file.toString());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOfOldState(TreeOperation operation, String path) {
        return operation == TreeOperation.DELETE && path.contains(".before/") && path.endsWith("/added");
    }

    @Test
    void undeletableOldStateIsDeletedByLaterRestore() throws Exception {
        hook = (operation, path) -> {
            if (isOfOldState(operation, path)) {
                throw new FileSystemException(path, null, "Operation not permitted");
            }
        };
        for (int i = 0; i < 2; i++) {
            Job restore = gateway.completedRestore();
            assertThat(restore.message().isEmpty()).as(restore.message()).isEqualTo(i == 1);
            if (i == 0) {
                assertThat(restore.message())
                        .contains("previous state could not be deleted", "left in [", "next restore deletes it");
            }
            assertThat(left()).hasSize(1);
            gateway.completedBackup();
        }
        hook = TreeHook.NONE;
        gateway.completedRestore();
        assertThat(left()).isEmpty();
        assertThat(gateway.state.resolve("restore.undeleted")).doesNotExist();
    }

    private List<String> left() throws IOException {
        return TestTrees.names(gateway.root).stream()
                .filter(name -> name.endsWith(".before"))
                .toList();
    }

    /** Fails like a tree that is deeper than the stack. */
    @Test
    void failureAfterCommitIsOnlyAWarning() throws Exception {
        hook = (operation, path) -> {
            if (isOfOldState(operation, path)) {
                throw new StackOverflowError();
            }
        };
        assertThat(gateway.completedRestore().message())
                .contains("an internal error", "log has the details", "next restore deletes it");
        gateway.close();
        gateway = new TestGateway(directory, gateway.memory)
                .observed((operation, path) -> hook.before(operation, path))
                .start();
        assertThat(left()).hasSize(1);
        gateway.close();
        gateway = new TestGateway(directory, gateway.memory).start();
        assertThat(left()).isEmpty();
        assertThat(gateway.root.resolve("config/d/file")).hasContent("backed up");
    }

    @Test
    void treeDeeperThanTheStackIsDeleted() throws Exception {
        SortedMap<String, String> current = gateway.tree();
        Command.run(
                "sh",
                "-c",
                "mkdir -p \"$0\" && touch \"$0/f\"",
                gateway.root.resolve("config/" + "d/".repeat(1949) + "d").toString());
        assertThat(gateway.tree()).hasSizeGreaterThan(1949);
        assertThat(gateway.completedRestore().message()).isEmpty();
        assertThat(gateway.tree()).hasSize(current.size() - 1).containsKey("config/d/file");
        assertThat(left()).isEmpty();
    }

    @Test
    void failedRollbackOfOneSectionDoesNotPreventTheOthers() throws Exception {
        List<Path> roots = List.of(
                gateway.root.resolve("config"),
                gateway.root.resolve("vault/certs"),
                gateway.root.resolve("vault/cloak_key"));
        Path journal = gateway.state.resolve("restore.journal");
        SortedMap<String, String> old = gateway.tree();
        AtomicBoolean back = new AtomicBoolean();
        RestoreTransaction transaction =
                RestoreTransaction.begin(journal, "restore-000009", roots, TestTrees.fileTrees((operation, path) -> {
                    if (back.get()
                            && operation == TreeOperation.RENAME
                            && (path.endsWith("/certs") || path.endsWith("/cloak_key"))) {
                        throw new FileSystemException(path, null, "Input/output error");
                    }
                }));
        transaction.swap();
        back.set(true);
        assertThatThrownBy(transaction::rollBack)
                .hasMessageContainingAll(roots.get(1) + ": Input/output error", roots.get(2) + ": Input/output error");
        assertThat(roots.get(0).resolve("d/added")).exists();
        assertThat(roots.get(1)).doesNotExist();
        assertThat(journal).exists();
        RestoreTransaction again = RestoreTransaction.findInterrupted(journal, TestTrees.fileTrees(TreeHook.NONE))
                .orElseThrow();
        again.recover();
        again.close();
        assertThat(gateway.tree()).isEqualTo(old);
    }

    @Test
    void planWarnsOfParentDirectoriesWritableByOthers() throws Exception {
        assertThat(warnings()).noneMatch(warning -> warning.contains(gateway.root.toString()));
        Files.setAttribute(gateway.root, "unix:mode", 0777);
        assertThat(warnings())
                .anyMatch(warning ->
                        warning.contains(gateway.root + " ") && warning.contains("can replace the gateway's tree"));
        Files.setAttribute(gateway.root, "unix:mode", 01777);
        assertThat(warnings()).noneMatch(warning -> warning.contains(gateway.root.toString()));
        assumeTrue(Files.getAttribute(gateway.root, "unix:uid").equals(0), "only root can give a directory away");
        Files.setAttribute(gateway.root, "unix:uid", 65534);
        assertThat(warnings()).anyMatch(warning -> warning.contains(gateway.root + " "));
        Job restore = gateway.completedRestore();
        assertThat(restore.message())
                .contains("write permission on ", gateway.root + " above the restored sections", "revoke");
    }

    private List<String> warnings() throws Exception {
        return gateway.plan(RestoreSelection.everything()).checks().stream()
                .filter(check -> check.result() == RestoreCheck.Result.WARNING)
                .map(RestoreCheck::message)
                .toList();
    }

    /** Whoever may write to the directory above could lead root to where only root may go. */
    @Test
    void sectionRootIsNotResolvedThroughLinkOfAnotherUser() throws Exception {
        Path root = gateway.root.resolve("config");
        Path outside = directory.resolve("outside");
        Files.move(root, outside);
        Files.createSymbolicLink(root, outside);
        gateway.completedRestore();
        assertThat(outside.resolve("d/file")).hasContent("backed up");
        assertThat(Files.isSymbolicLink(root)).isTrue();
        gateway.write("config/d/file", "current");
        assumeTrue(
                Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0),
                "only root can give a link away");
        Files.setAttribute(root, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        Job restore = gateway.restore();
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("Cannot restore to " + root + ": a symbolic link is in the way");
        assertThat(outside.resolve("d/file")).hasContent("current");
    }

    @Test
    void stagingDirectoryThatCannotBeCreatedEndsTheRestore() throws Exception {
        SortedMap<String, String> current = gateway.tree();
        hook = (operation, path) -> {
            if (operation == TreeOperation.CREATE_DIRECTORY && isStaged(path)) {
                throw new FileSystemException(path, null, "Input/output error");
            }
        };
        Job restore = gateway.restore();
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("Nothing can be staged", "Input/output error");
        assertThat(gateway.tree()).isEqualTo(current);
    }

    @Test
    void rollbackThatFailsIsReportedWithItsReason() throws Exception {
        AtomicBoolean back = new AtomicBoolean();
        gateway.section("certs").onActivated(() -> back.set(true));
        gateway.section("certs").failNextActivation();
        hook = (operation, path) -> {
            if (back.get() && operation == TreeOperation.RENAME) {
                throw new FileSystemException(path, null, "Input/output error");
            }
        };
        Job restore = gateway.restore();
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message())
                .contains("so did its rollback", "Input/output error", "restart the gateway", "the test wants it so");
        hook = TreeHook.NONE;
        gateway.completedRestore(); // It rolls the earlier one back first.
        assertThat(gateway.root.resolve("config/d/file")).hasContent("backed up");
    }

    private Job restorePart() throws Exception {
        return gateway.restore(RestoreSelection.of(List.of(), List.of("config/d/file")), Optional.empty());
    }

    @Test
    void keptFileThatChangesEndsTheRestore() throws Exception {
        Path kept = gateway.root.resolve("config/d/added");
        hook = (operation, path) -> {
            if (operation == TreeOperation.OPEN_TO_READ && path.equals(kept.toString())) {
                Files.writeString(kept, "changed", StandardOpenOption.APPEND);
            }
        };
        Job restore = restorePart();
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("config/d/added", "keeps changing", "Nothing was changed");
        assertThat(gateway.root.resolve("config/d/file")).hasContent("current");
    }

    @Test
    void keptFileWithUnreadableAttributesEndsTheRestore() throws Exception {
        try (DirectoryHandle config = TestTrees.fileTrees(TreeHook.NONE).open(gateway.root.resolve("config"));
                OpenFile kept = config.openFile("d/added")) {
            kept.setAttribute("user.\uDCFF", new byte[] {1});
        }
        Job restore = restorePart();
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("config/d/added", "attributes", "restore the whole section");
        assertThat(gateway.root.resolve("config/d/file")).hasContent("current");
    }

    @Test
    void sparseFileIsRestoredToSmallFileSystem() throws Exception {
        try (TestMount small = TestMount.tmpfs(directory.resolve("small"), "size=64m");
                TestGateway sparse = new TestGateway(small.point()).start()) {
            Path file = sparse.write("config/sparse", 4096);
            Command.run("truncate", "-s", "300M", file.toString());
            SortedMap<String, String> tree = sparse.tree();
            sparse.completedBackup();
            sparse.write("config/sparse", "current");
            sparse.completedRestore();
            assertThat(sparse.tree()).isEqualTo(tree);
        }
    }
}
