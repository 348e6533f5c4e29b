package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Stops and kills at moments that are visible on the disk: each test begins and ends with a running gateway and an intact tree. */
public class CrashRecoveryIT {

    private static GatewayProcess gateway;
    private static GatewayFolder folder;

    private JobClient jobs;
    private JsonNode successful;
    private List<String> backups;

    /** Creates a tree of so many packs that the first ones can be observed. */
    @BeforeClass
    public static void start() throws IOException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "crash")
                .with("GATEWAY_PACK_MIB", "8")
                .with("GATEWAY_WORKERS", "1");
        folder = gateway.folder();
        SampleTree.make(folder);
        for (int i = 0; i < 12; i++) {
            SampleTree.random(folder.config().resolve("large" + i), 10 << 20);
        }
        gateway.start();
    }

    @AfterClass
    public static void end() {
        gateway.close();
    }

    @Before
    public void remember() {
        jobs = new JobClient(gateway.client());
        successful = jobs.lastSuccessful();
        backups = TreeState.names(folder.backups());
    }

    @After
    public void nothingIsLeftBehind() {
        assertEquals(List.of("config", "vault"), TreeState.names(folder.gateway()));
        assertEquals(
                SampleTree.VAULT.stream().sorted().toList(),
                TreeState.names(folder.gateway().resolve("vault")));
        assertFalse(Files.exists(folder.state().resolve("restore.journal")));
    }

    /**
     * Cancellation by a stop. Half of the container is stopped before the stop reaches the job, so there must be more to read than fits into
     * that time.
     */
    @Test
    public void aStopDuringABackupCancelsIt() throws IOException {
        Path hole = makeHole();
        jobs.start(BACKUP, JobClient.request());
        awaitPack();
        gateway.terminate();
        Files.delete(hole);
        assertEquals(backups, TreeState.names(folder.backups()));
        startAgain();
        assertError(jobs.running(), "Cancelled: the gateway was stopped");
        assertEquals(successful, jobs.lastSuccessful());
    }

    @Test
    public void killRightAfterTheStartOfABackupIsRecovered() {
        jobs.start(BACKUP, JobClient.request());
        gateway.kill();
        assertBackupIsRecovered();
    }

    @Test
    public void killDuringStoringIsRecoveredAndCleanedUp() throws IOException {
        Path hole = makeHole();
        jobs.start(BACKUP, JobClient.request());
        awaitPack();
        gateway.kill();
        Files.delete(hole);
        assertEquals(
                "The kill came too late",
                backups.size() + 1,
                TreeState.names(folder.backups()).size());
        assertBackupIsRecovered();
        assertCompleted(jobs.backup());
        assertEquals(backups.size() + 1, TreeState.names(folder.backups()).size());
    }

    @Test
    public void aKillWhileARestoreStagesLeavesTheOldTree() throws IOException {
        assertCompleted(jobs.backup());
        Files.writeString(folder.config().resolve("added later"), "later");
        SortedMap<String, String> old = TreeState.ofSections(folder);
        jobs.start(RESTORE, JobClient.request());
        awaitBeside(".restored");
        gateway.kill();
        startAgain();
        assertError(jobs.awaitRestore(), "The gateway stopped");
        TreeState.assertSame(old, TreeState.ofSections(folder));
    }

    /** Kill during the swap. The moment determines which state it is; it must be one of them completely, and the reported one. */
    @Test
    public void killDuringTheSwapLeavesTheOldOrTheNewTree() throws IOException {
        Path later = folder.config().resolve("added later");
        Files.deleteIfExists(later);
        SortedMap<String, String> restored = TreeState.ofSections(folder);
        assertCompleted(jobs.backup());
        Files.writeString(later, "later");
        SortedMap<String, String> old = TreeState.ofSections(folder);
        jobs.start(RESTORE, JobClient.request());
        Await.until("the states change places", () -> isBeside(".before") || !Files.exists(later));
        gateway.kill();
        startAgain();
        boolean complete = jobs.awaitRestore().get("status").textValue().equals("COMPLETED");
        TreeState.assertSame(complete ? restored : old, TreeState.ofSections(folder));
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
    }

    /** Kill in each step that lasts long enough to be observed; otherwise the restore is complete before the kill, and remains so. */
    @Test
    public void killInAStepOfTheJournalLeavesTheOldOrTheNewTree() throws IOException {
        assertCompleted(jobs.backup());
        SortedMap<String, String> restored = TreeState.ofSections(folder);
        for (String step : List.of("SWAPPING", "COMMITTED")) {
            Files.writeString(folder.config().resolve("added later"), step);
            SortedMap<String, String> old = TreeState.ofSections(folder);
            jobs.start(RESTORE, JobClient.request());
            awaitStep(step);
            gateway.kill();
            startAgain();
            boolean complete = jobs.awaitRestore().get("status").textValue().equals("COMPLETED");
            TreeState.assertSame(complete ? restored : old, TreeState.ofSections(folder));
            nothingIsLeftBehind();
        }
        assertCompleted(jobs.restore());
        TreeState.assertSame(restored, TreeState.ofSections(folder));
    }

    /** Creates a file that a backup reads for many seconds. */
    private static Path makeHole() throws IOException {
        Path hole = folder.config().resolve("a hole");
        try (RandomAccessFile file = new RandomAccessFile(hole.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        return hole;
    }

    /** Polls without a pause: some steps last milliseconds only. */
    private void awaitStep(String step) {
        Path journal = folder.state().resolve("restore.journal");
        Await.until("the restore has begun", () -> Files.exists(journal));
        String seen = "";
        while (!seen.contains("step=" + step) && Files.exists(journal)) {
            try {
                seen = Files.readString(journal);
            } catch (IOException over) {
                return;
            }
        }
    }

    private void startAgain() {
        jobs = new JobClient(gateway.start().client());
    }

    private void assertBackupIsRecovered() {
        startAgain();
        assertError(jobs.running(), "The gateway stopped");
        assertEquals(successful, jobs.lastSuccessful());
        assertEquals(backups, TreeState.names(folder.backups()));
    }

    private void awaitPack() {
        Await.until(
                "the first pack is stored",
                () -> TreeState.names(folder.backups()).stream()
                        .anyMatch(name -> !backups.contains(name)
                                && !TreeState.names(
                                                folder.backups().resolve(name).resolve("packs"))
                                        .isEmpty()));
    }

    private static void awaitBeside(String ending) {
        Await.until("something ending with " + ending + " lies beside the tree", () -> isBeside(ending));
    }

    private static boolean isBeside(String ending) {
        return TreeState.names(folder.gateway()).stream().anyMatch(name -> name.endsWith(ending));
    }
}
