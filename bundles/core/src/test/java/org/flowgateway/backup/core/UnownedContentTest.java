package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.settings.TestConfiguration;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.transport.local.LocalTransport;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unknown objects on a target, beside backups and in the directory of an interrupted one, are kept and disturb neither backups nor
 * restores.
 */
class UnownedContentTest {

    private static final int PLANTED = 40;
    private static final List<String> NAMES = List.of(
            " ",
            "a b",
            "ü",
            "\n",
            "\u001b[2J",
            "x".repeat(255),
            ".hidden",
            "...",
            "..x",
            "-rf",
            "*",
            "$(id)",
            "A",
            "manifest.json",
            "index.json.zst.pgp",
            "packs",
            "000000.tar.zst.pgp",
            "000001.tar.zst.pgp",
            "999999.tar.zst.pgp",
            "claim-0123456789abcdef",
            "none",
            "29990101_0000",
            "20260101_0000",
            "20260101_000000",
            "99991231_235959",
            "00000101_0000",
            "20260230_0000",
            "20260101_00000",
            "d".repeat(100),
            "\ud83d\udce6",
            "\u202egnp.exe",
            "con",
            "nul\u0001",
            "a%2Fb",
            "a\\b",
            "#",
            "?",
            "{}",
            "null",
            "0");

    @TempDir
    private Path directory;

    private Path backups;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        backups = Files.createDirectories(directory.resolve("backups"));
        gateway = open();
        gateway.write("config/file", "content");
    }

    private TestGateway open() throws IOException {
        return new TestGateway(directory)
                .transport(new LocalTransport(
                        new TestConfiguration(backups.toString()), TestTrees.fileTrees(TreeHook.NONE)))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void jobsGoOn(long seed) throws Exception {
        Random random = new Random(seed);
        Path unfinished = Path.of(unfinishedBackup());
        List<Path> planted = new ArrayList<>();
        for (int count = 0; count < PLANTED; count++) {
            plant(random, backups, planted);
            plant(random, unfinished, planted);
            plant(random, unfinished.resolve("packs"), planted);
        }
        Command.run(
                "bash",
                "-c",
                "cd '" + backups + "' && mkdir $'not-utf8-\\xff' && touch $'not-utf8-\\xff/\\xfe' && mkfifo fifo");
        planted.add(backups.resolve("fifo"));

        gateway = open();
        Job backup = gateway.backup("");
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
        gateway.write("config/file", "changed");
        Job restore = gateway.restore("", TestGateway.PASSWORD, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.backupDirectory()).isEqualTo(backup.backupDirectory());
        assertThat(gateway.root.resolve("config/file")).hasContent("content");
        assertThat(backup.message() + restore.message()).doesNotContain("internal error", "\u001b", "\u202e");
        assertThat(planted)
                .allSatisfy(path -> assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                        .as(path.toString())
                        .isTrue());
    }

    /** Record of an interrupted job whose own first pack is stored. */
    private String unfinishedBackup() throws Exception {
        Job complete = gateway.backup("");
        gateway.close();
        Path made = Path.of(complete.backupDirectory());
        Path unfinished = made.resolveSibling("20260102_0304");
        Files.move(made, unfinished);
        Files.delete(unfinished.resolve("manifest.json"));
        Path first = unfinished.resolve("packs/000000.tar.zst.pgp");
        JobStore store = new JobStore(gateway.state.resolve("jobs"));
        JobRecord record = store.all().get(0);
        Job interrupted = new Job(
                complete.id(),
                complete.operation(),
                JobState.ERROR,
                Phase.STORING,
                complete.target(),
                "",
                complete.started(),
                complete.ended(),
                "",
                complete.progress());
        Claim claim = new Claim("20260102_0304", Files.size(first), Sha256.of(Files.readAllBytes(first)), true);
        store.save(new JobRecord(record.number(), interrupted, record.target(), Optional.of(claim)));
        return unfinished.toString();
    }

    /**
     * Plants a file, a directory or a link below a chain of directories. No {@code manifest.json} is a file, since a newer directory with a
     * damaged one ends a restore, as it should; and no link leads anywhere, since what is planted later would go through it.
     */
    private static void plant(Random random, Path where, List<Path> planted) throws IOException {
        Path path = where;
        for (int depth = random.nextInt(4); depth >= 0; depth--) {
            path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }
        boolean marker = path.getFileName().toString().equals("manifest.json");
        try {
            Files.createDirectories(path.getParent());
            switch (marker ? 1 : random.nextInt(3)) {
                case 0 -> Files.write(path, "foreign".getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
                case 1 -> Files.createDirectory(path);
                default -> Files.createSymbolicLink(path, Path.of("nowhere-" + planted.size()));
            }
            if (!isOfTheBackup(path)) {
                planted.add(path);
            }
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            return; // Something else has that name: what is there already is odd enough.
        } catch (FileSystemException e) {
            if (!Files.exists(path.getParent())) {
                return; // On the way is a file, or a link that leads nowhere.
            }
            throw e;
        }
    }

    /** A file of a pack's or the index's name in the unfinished backup is taken for its own. */
    private static boolean isOfTheBackup(Path path) {
        String name = path.toString();
        return name.contains("20260102_0304") && (name.endsWith(".pgp") || name.endsWith("manifest.json"));
    }
}
