package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup is complete, and holds nothing from outside of its sections, while names are created, deleted and redirected. */
@Timeout(300)
class ConcurrentRenamesTest {

    private static final String CANARY = "canary: nobody may read this";

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path config;

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        config = gateway.root.resolve("config");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** A change of the tree. */
    private interface Change {
        void run() throws IOException;
    }

    /** Makes a change once, before a file is opened. */
    private TreeHook before(Path file, Change change) {
        AtomicBoolean done = new AtomicBoolean();
        return (operation, path) -> {
            if (operation == TreeOperation.OPEN_TO_READ && path.equals(file.toString()) && !done.getAndSet(true)) {
                change.run();
            }
        };
    }

    @Test
    void fileThatAppearsAndVanishesFailsNoBackup() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            gateway.write("config/files/" + i, "content " + i);
        }
        gateway.write("config/files/document", "first");
        gateway.start();
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> write(config.resolve("files"), over), "writer");
        writer.start();
        try {
            for (int round = 0; round < 10; round++) {
                Job backup = gateway.backup();
                assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
                TestIndex index = TestIndex.of(gateway);
                assertThat(index.entries()).containsKey("config/files/document");
                assertThat(index.entries().keySet().stream().filter(path -> path.matches("config/files/[0-9]+")))
                        .hasSize(2_000);
                assertThat(index.omissions()).isEmpty();
                assertThat(index.sections().get("config").required()).isTrue();
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    /** A temporary file every few milliseconds, and an editor that saves by writing a new file and renaming it. */
    private static void write(Path files, AtomicBoolean over) {
        try {
            for (int i = 0; !over.get(); i++) {
                Path temporary = Files.writeString(files.resolve("temporary"), "x".repeat(1000));
                Path saved = Files.writeString(files.resolve(".document." + i % 5), "version " + i);
                TestGateway.await("a moment", new CountDown()::isOver);
                Files.delete(temporary);
                Files.move(
                        saved,
                        files.resolve("document"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A few looks at a condition, each a millisecond after the other. */
    private static final class CountDown {

        private int left = 3;

        boolean isOver() {
            return left-- == 0;
        }
    }

    @Test
    void fileRenamedBeforeOpenIsStoredUnderItsNewName() throws Exception {
        gateway.write("config/a/file", "content");
        gateway.write("config/a/other", "other");
        gateway.observed(before(
                        config.resolve("a/file"),
                        () -> Files.move(config.resolve("a/file"), config.resolve("a/0-renamed"))))
                .start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries())
                .containsKeys("config/a/0-renamed", "config/a/other")
                .doesNotContainKey("config/a/file");
        gateway.completedRestore();
        assertThat(config.resolve("a/0-renamed")).hasContent("content");
    }

    @Test
    void directoryRenamedBeforeOpenIsStoredUnderItsNewName() throws Exception {
        gateway.write("config/old/deep/file", "content");
        gateway.write("config/old/file", "content");
        gateway.observed(before(
                        config.resolve("old/deep/file"),
                        () -> Files.move(config.resolve("old"), config.resolve("new"))))
                .start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries())
                .containsKeys("config/new", "config/new/deep", "config/new/deep/file", "config/new/file");
    }

    @Test
    void fileDeletedAndCreatedAgainIsStored() throws Exception {
        Path file = gateway.write("config/file", "old");
        gateway.observed(new TreeHook() {

                    private int looks;

                    @Override
                    public void before(TreeOperation operation, String path) throws IOException {
                        if (operation == TreeOperation.OPEN_TO_READ && path.equals(file.toString()) && looks++ == 0) {
                            Files.delete(file);
                        } else if (operation == TreeOperation.LIST && looks == 1) {
                            Files.writeString(file, "made anew");
                        }
                    }
                })
                .start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries().get("config/file").size()).isEqualTo(9);
    }

    @Test
    void directoryReplacedByLinkIsNotFollowed() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), CANARY);
        gateway.write("config/a/file", "x".repeat(CANARY.length()));
        gateway.observed(before(config.resolve("a/file"), () -> {
                    Files.move(config.resolve("a"), directory.resolve("moved"));
                    Files.createSymbolicLink(config.resolve("a"), outside);
                }))
                .start();
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message())
                .contains("config/a/file cannot be backed up: it, or a directory above it, was replaced");
    }

    @Test
    void endlessRenamesAreReported() throws Exception {
        Path spool = gateway.write("config/spool/0", "content").getParent();
        AtomicInteger renames = new AtomicInteger();
        gateway.observed((operation, path) -> {
                    if (operation == TreeOperation.OPEN_TO_READ && path.startsWith(spool + "/")) {
                        Files.move(Path.of(path), spool.resolve(Integer.toString(renames.incrementAndGet())));
                    }
                })
                .start();
        assertThat(gateway.completedBackup().warnings())
                .singleElement()
                .asString()
                .contains("Files in config/spool came and went", "Back up again at a quieter time");
    }

    @Test
    void directoryThatIsALinkForAMomentIsReadLater() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), CANARY);
        Path file = gateway.write("config/a/file", "x".repeat(CANARY.length()));
        gateway.observed(new TreeHook() {

                    private int step;

                    @Override
                    public void before(TreeOperation operation, String path) throws IOException {
                        if (operation == TreeOperation.OPEN_TO_READ && path.equals(file.toString()) && step == 0) {
                            step++;
                            Files.move(config.resolve("a"), directory.resolve("moved"));
                            Files.createSymbolicLink(config.resolve("a"), outside);
                        } else if (operation == TreeOperation.LOOK && path.equals(file.toString()) && step++ == 2) {
                            Files.delete(config.resolve("a"));
                            Files.move(directory.resolve("moved"), config.resolve("a"));
                        }
                    }
                })
                .start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        Files.delete(file);
        gateway.completedRestore();
        assertThat(file).hasContent("x".repeat(CANARY.length()));
    }
}
