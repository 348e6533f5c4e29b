package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file that changes while it is read is noticed. Whole files are changed just before or after they are opened; files that are cut when an
 * earlier part is stored.
 */
class ChangingFilesTest {

    private static final int WHOLE = 100_000;
    private static final int CUT = 20 << 20;

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path certs;

    /** Change of a file. */
    enum Change {
        GROWS {
            @Override
            void to(Path file) throws IOException {
                Files.writeString(file, "more", StandardOpenOption.APPEND);
            }
        },
        IS_REWRITTEN {
            @Override
            void to(Path file) throws IOException {
                byte[] other = TestGateway.noise((int) Files.size(file), System.identityHashCode(file));
                Files.write(file, other, StandardOpenOption.WRITE);
            }
        },
        SHRINKS {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[(int) Files.size(file) / 2]);
            }
        },
        IS_REPLACED {
            @Override
            void to(Path file) throws IOException {
                Path other = Files.write(
                        file.resolveSibling("other"), TestGateway.noise((int) Files.size(file), System.nanoTime()));
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        IS_REWRITTEN_AND_GROWS {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, TestGateway.noise((int) Files.size(file) + 1000, System.nanoTime()));
            }
        },
        CHANGES_ITS_MODE {
            @Override
            void to(Path file) throws IOException {
                Files.setAttribute(file, "unix:mode", ((int) Files.getAttribute(file, "unix:mode") ^ 0040) & 07777);
                IS_REWRITTEN_AND_GROWS.to(file);
            }
        },
        VANISHES {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        },
        BECOMES_A_DIRECTORY {
            @Override
            void to(Path file) throws IOException {
                Files.deleteIfExists(file);
                Files.createDirectories(file);
                Files.writeString(file.resolve("inner"), "x");
            }
        },
        BECOMES_A_LINK {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("elsewhere/there"));
            }
        },
        BECOMES_A_PIPE {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
                try {
                    Command.run("mkfifo", file.toString());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };

        abstract void to(Path file) throws IOException;
    }

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        certs = gateway.root.resolve("vault/certs");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Changes the file the first few times just before it is opened, after the backup has looked at it. */
    private void changeBeforeOpening(Path file, Change change, int times) throws IOException {
        AtomicInteger opened = new AtomicInteger();
        gateway.observed((operation, path) -> {
                    if (operation == TreeOperation.OPEN_TO_READ
                            && path.equals(file.toString())
                            && opened.getAndIncrement() < times) {
                        change.to(file);
                    }
                })
                .start();
    }

    /** Changes the file the first few times that it is open, before a byte is read. */
    private void changeWhenOpen(Path file, Change change, int times) throws IOException {
        AtomicInteger opened = new AtomicInteger();
        gateway.observed(new TreeHook() {
                    @Override
                    public void before(TreeOperation operation, String path) {
                        // The file is to be open when it changes.
                    }

                    @Override
                    public void opened(String path) throws IOException {
                        if (path.equals(file.toString()) && opened.getAndIncrement() < times) {
                            change.to(file);
                        }
                    }
                })
                .start();
    }

    /** Changes the file once, while it is open or just before. */
    private void changeOnce(Path file, Change change, boolean open) throws IOException {
        if (open) {
            changeWhenOpen(file, change, 1);
        } else {
            changeBeforeOpening(file, change, 1);
        }
    }

    /** Changes a split file when its first part is on the target; a pack with the directories goes before it. */
    private void changeWhenCut(Path file, Change change) throws IOException {
        gateway.start().faults.after(Call.PUT, name -> name.endsWith("packs/000001.tar.zst.pgp"), () -> {
            try {
                change.to(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"GROWS", "IS_REWRITTEN", "SHRINKS", "IS_REPLACED", "IS_REWRITTEN_AND_GROWS"})
    void fileChangedBeforeOpenIsStoredAsOpened(Change change) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeBeforeOpening(file, change, Integer.MAX_VALUE);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertComesBack(file, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"GROWS", "IS_REWRITTEN", "SHRINKS", "IS_REPLACED", "IS_REWRITTEN_AND_GROWS"})
    void changedFileIsReadAgain(Change change) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeWhenOpen(file, change, 1);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertComesBack(file, Files.readAllBytes(file));
    }

    @Test
    void growingFileIsStoredWithItsFirstLengthAndAWarning() throws Exception {
        Path file = gateway.write("config/log", WHOLE);
        changeWhenOpen(file, Change.GROWS, 2);
        assertThat(gateway.completedBackup().message())
                .isEqualTo("config/log grew while it was read; it is in this backup as long as it was at first");
        byte[] start = Files.readAllBytes(file);
        assertComesBack(file, Arrays.copyOf(start, WHOLE + 4));
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"IS_REWRITTEN", "SHRINKS", "IS_REWRITTEN_AND_GROWS", "CHANGES_ITS_MODE"})
    void constantlyChangingFileOfRequiredSectionIsAnError(Change change) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeWhenOpen(file, change, 2);
        assertFails(
                "config/file cannot be backed up: it keeps changing. Stop the process that writes to it",
                "nothing of section config may be missing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"IS_REWRITTEN", "SHRINKS", "IS_REWRITTEN_AND_GROWS"})
    void constantlyChangingFileOfTheVaultIsAWarning(Change change) throws Exception {
        Path file = gateway.write("vault/certs/file", WHOLE);
        gateway.write("vault/certs/next", "next");
        changeWhenOpen(file, change, 2);
        assertThat(gateway.completedBackup().message())
                .contains("certs/file changed while it was read, twice; it is in this backup as it was read");
        Files.delete(certs.resolve("next"));
        restore();
        assertThat(certs.resolve("next")).hasContent("next");
    }

    @Test
    void contentWrittenAfterModeChangeIsNotStoredWithTheOldMode() throws Exception {
        Path file = gateway.write("vault/certs/file", WHOLE);
        changeWhenOpen(file, Change.CHANGES_ITS_MODE, 2);
        assertThat(gateway.completedBackup().message()).contains("certs/file is not in this backup: it keeps changing");
        assertThat(TestIndex.of(gateway).omissions()).containsEntry("certs/file", Omission.Reason.CHANGING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatVanishesIsNotMissing(boolean open) throws Exception {
        Path first = gateway.write(
                "config/a", 2 << 20); // Closes the first pack, so the next holds nothing but what vanishes.
        Path file = gateway.write("config/b", WHOLE);
        changeOnce(file, Change.VANISHES, open);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries()).containsKey("config/a").doesNotContainKey("config/b");
        assertThat(TestIndex.of(gateway).omissions()).isEmpty();
        assertComesBack(first, Files.readAllBytes(first));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatBecomesADirectoryIsWalkedThrough(boolean open) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeOnce(file, Change.BECOMES_A_DIRECTORY, open);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries()).containsKeys("config/file", "config/file/inner");
        assertComesBack(file.resolve("inner"), "x".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatBecomesALinkIsOne(boolean open) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeOnce(file, Change.BECOMES_A_LINK, open);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertThat(TestIndex.of(gateway).entries().get("config/file").linkTarget())
                .isEqualTo("elsewhere/there");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(300)
    void fileThatBecomesAPipeDoesNotBlock(boolean open) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeOnce(file, Change.BECOMES_A_PIPE, open);
        assertThat(gateway.completedBackup().message())
                .startsWith("config/file is a socket, a pipe or a device; it is not in this backup");
        assertThat(TestIndex.of(gateway).omissions()).containsExactly(Map.entry("config/file", Omission.Reason.PIPE));
    }

    @ParameterizedTest
    @CsvSource({
        "IS_REWRITTEN,keeps changing",
        "SHRINKS,keeps changing",
        "CHANGES_ITS_MODE,keeps changing",
        "IS_REPLACED,",
        "VANISHES,",
        "GROWS,grew"
    })
    void changingSplitFileOfRequiredSection(Change change, String why) throws Exception {
        Path file = gateway.write("config/large", CUT);
        byte[] before = Files.readAllBytes(file);
        changeWhenCut(file, change);
        if (why == null || why.equals("grew")) { // The parts are of one piece, since the open file was not written to.
            assertThat(gateway.completedBackup().message()).contains(why == null ? "" : why);
            assertComesBack(file, before);
        } else {
            assertFails("config/large cannot be backed up", why);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"IS_REWRITTEN", "SHRINKS"})
    void changingSplitFileOfTheVaultIsKeptAsRead(Change change) throws Exception {
        Path file = gateway.write("vault/certs/large", CUT);
        changeWhenCut(file, change);
        assertThat(gateway.completedBackup().message())
                .contains("certs/large changed while it was read, twice", "as it was read");
        restore();
        assertThat(file).exists();
    }

    @Test
    void shrunkSplitFileIsRestoredWhole() throws Exception {
        Path file = gateway.write("vault/certs/large", CUT);
        gateway.start().faults.after(Call.PUT, name -> name.endsWith("packs/000001.tar.zst.pgp"), () -> {
            try {
                Files.write(file, new byte[3]);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        gateway.completedBackup();
        restore();
        assertThat(Files.size(file)).isBetween(7L << 20, 8L << 20);
    }

    private void assertComesBack(Path file, byte[] content) throws Exception {
        Files.deleteIfExists(file);
        restore();
        assertThat(file).hasBinaryContent(content);
    }

    /** Unobserved, since staging is not what is disturbed. */
    private void restore() throws Exception {
        gateway.close();
        try (TestGateway again = new TestGateway(directory, gateway.memory).start()) {
            again.completedRestore();
        }
    }

    private void assertFails(String... parts) throws Exception {
        Job backup = gateway.backup();
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.ERROR);
        assertThat(backup.message()).contains(parts);
        assertThat(gateway.stored()).isEmpty();
    }
}
