package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.core.HookedFileSystem.Operation;
import org.flowgateway.backup.tck.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file that changes while it is read is noticed. Whole files are changed when they are opened, by the file system; files that are cut
 * when an earlier part is stored.
 */
class ChangingFilesTest {

    private static final int WHOLE = 100_000;
    private static final int CUT = 20 << 20;

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path config;
    private Path certs;

    /** What is done to a file. */
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
                Path other = Files.write(file.resolveSibling("other"), TestGateway.noise((int) Files.size(file), System.nanoTime()));
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
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
        };

        abstract void to(Path file) throws IOException;
    }

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        config = gateway.root.resolve("config");
        certs = gateway.root.resolve("vault/certs");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Changes the file the first few times it is opened, after the backup has looked at it, and before a byte is read. */
    private void changeWhenOpened(Path file, Change change, int times) throws IOException {
        AtomicInteger opened = new AtomicInteger();
        HookedFileSystem.Hook hook = (operation, path) -> {
            if (operation == Operation.OPEN_TO_READ && path.equals(file) && opened.getAndIncrement() < times) {
                change.to(path);
            }
        };
        gateway.section(new TestSection("config", true, false, HookedFileSystem.hooked(config, hook)))
                .section(new TestSection("certs", false, true, HookedFileSystem.hooked(certs, hook))).start();
    }

    /** Changes a cut file when its first part is on the target; a pack with the directories goes before it. */
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
    @EnumSource(value = Change.class, names = {"GROWS", "IS_REWRITTEN", "SHRINKS", "IS_REPLACED"})
    void oneChangeIsReadAnewAndIsInTheBackup(Change change) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeWhenOpened(file, change, 1);
        assertThat(gateway.completedBackup().message()).isEmpty();
        assertComesBack(file, Files.readAllBytes(file));
    }

    @Test
    void aFileThatGrowsAllTheTimeIsStoredAsLongAsItWasWithAWarning() throws Exception {
        Path file = gateway.write("config/log", WHOLE);
        changeWhenOpened(file, Change.GROWS, 2);
        assertThat(gateway.completedBackup().message()).isEqualTo("config/log grew while it was read; it is in this backup as long as it was at first");
        byte[] start = Files.readAllBytes(file);
        assertComesBack(file, Arrays.copyOf(start, WHOLE + 4));
    }

    @ParameterizedTest
    @CsvSource({"IS_REWRITTEN,written to all the time", "SHRINKS,written to all the time", "VANISHES,vanished",
        "BECOMES_A_DIRECTORY,directory"})
    void aFileOfARequiredSectionThatNeverHoldsStillIsAnError(Change change, String why) throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        changeWhenOpened(file, change, 2);
        assertFails("config/file cannot be backed up", why);
    }

    @ParameterizedTest
    @CsvSource({"IS_REWRITTEN,as it was read", "SHRINKS,as it was read", "VANISHES,it is not in this backup",
        "BECOMES_A_DIRECTORY,it is not in this backup"})
    void inTheVaultItIsAWarning(Change change, String told) throws Exception {
        Path file = gateway.write("vault/certs/file", WHOLE);
        gateway.write("vault/certs/next", "next");
        changeWhenOpened(file, change, 2);
        assertThat(gateway.completedBackup().message()).contains("certs/file").contains(told);
        Files.delete(certs.resolve("next"));
        restore();
        assertThat(certs.resolve("next")).hasContent("next");
    }

    @Test
    void aPackOfWhichEverythingVanishesKeepsNoBackupFromBeingWhole() throws Exception {
        Path first = gateway.write("vault/certs/a", 2 << 20); // Closes the first pack, so the next holds nothing but what vanishes.
        Path file = gateway.write("vault/certs/b", WHOLE);
        changeWhenOpened(file, Change.VANISHES, 1);
        assertThat(gateway.completedBackup().message()).contains("certs/b cannot be backed up: it does not exist, or vanished just now");
        assertComesBack(first, Files.readAllBytes(first));
    }

    @Test
    void aFileThatIsReplacedByADirectoryWhileItIsReadIsNoEmptyDirectory() throws Exception {
        Path file = gateway.write("config/file", WHOLE);
        gateway.section(new TestSection("config", true, false, HookedFileSystem.hooked(config, new HookedFileSystem.Hook() {
            @Override
            public void before(Operation operation, Path path) {
                // The old file is to be open when the directory takes its name.
            }

            @Override
            public void opened(Path path) throws IOException {
                if (path.equals(file)) {
                    Change.BECOMES_A_DIRECTORY.to(path);
                }
            }
        }))).start();
        assertFails("config/file cannot be backed up");
    }

    @ParameterizedTest
    @CsvSource({"IS_REWRITTEN,written to all the time", "SHRINKS,written to all the time", "IS_REPLACED,", "VANISHES,", "GROWS,grew"})
    void aCutFileOfARequiredSection(Change change, String why) throws Exception {
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
    @EnumSource(value = Change.class, names = {"IS_REWRITTEN", "SHRINKS"})
    void aCutFileOfTheVaultIsKeptAsItWasRead(Change change) throws Exception {
        Path file = gateway.write("vault/certs/large", CUT);
        changeWhenCut(file, change);
        assertThat(gateway.completedBackup().message()).contains("certs/large changed while it was read, twice", "as it was read");
        restore();
        assertThat(file).exists();
    }

    @Test
    void aCutFileThatShrinksToItsFirstPartComesBackWhole() throws Exception {
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

    /** On the plain file system, since staging is not what is hooked. */
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
