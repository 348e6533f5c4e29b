package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Named pipes instead of files: opening one blocks for ever without the other end. No job and no start may block. */
public class NamedPipesIT {

    private static final int ROUNDS = TestForm.rounds(10, 30);
    private static final int MANY_SWAPS = 10 * ROUNDS;
    /** Name of a file that the local transport is writing. */
    private static final String TEMPORARY = ".manifest.json~0123456789abcdef.tmp";
    /** Upper limit for the recovery of a job. */
    private static final Duration RECOVERY = Duration.ofSeconds(180);

    private static AttackedGateway gateway;
    private static GatewayFolder folder;
    private static JobClient jobs;
    /** Duration of the latest start. */
    private static Duration start;

    @BeforeClass
    public static void unpack() throws IOException {
        gateway = AttackedGateway.unpack("pipes");
        gateway.process().with("GATEWAY_PACK_MIB", "8").with("GATEWAY_WORKERS", "1");
        folder = gateway.folder();
        start();
    }

    @AfterClass
    public static void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static void start() {
        long since = System.nanoTime();
        jobs = gateway.start();
        start = Duration.ofNanos(System.nanoTime() - since);
    }

    /** Removes what the test before left, and starts the gateway again if that test stopped it. */
    @Before
    public void renew() throws IOException {
        if (!gateway.process().isAlive()) {
            start();
        }
        gateway.makeTree();
        SampleTree.delete(folder.backups());
    }

    @Test
    public void noJobWaitsForAFileThatBecomesAPipe() throws IOException {
        Path spool = Files.createDirectory(folder.config().resolve("spool"));
        Files.write(spool.resolve("file"), new byte[100]);
        makePipe(spool.resolve("pipe"));
        assertCompleted(jobs.backup());
        SystemCommands.run("chown", "-R", LocalAttacker.USER, spool.toString());
        long swaps;
        try (LocalAttacker attacker = LocalAttacker.flipping(folder.config(), 50, "file", "pipe", "^spool$", ".")) {
            for (int round = 0; round < ROUNDS; round++) {
                assertHonest(jobs.backup(
                        "path", folder.backups().resolve("round-" + round).toString()));
                assertHonest(jobs.plan(JobClient.request()));
                jobs.start(
                        GatewayClient.PLANNED_RESTORE,
                        GatewayClient.object(Map.of(
                                "hostname",
                                "localhost",
                                "security_pwd",
                                GatewayClient.SECURITY_PASSWORD,
                                "paths",
                                new String[] {"config/a file of root"})));
                assertHonest(jobs.awaitRestore());
            }
            jobs.start(BACKUP, JobClient.request());
            gateway.process().terminate();
            swaps = attacker.count();
        }
        assertTrue("Swaps: " + swaps, swaps > MANY_SWAPS);
    }

    @Test
    public void noRestoreWaitsForAPackThatBecomesAPipe() throws IOException {
        Files.write(folder.config().resolve("file"), new byte[100]);
        assertCompleted(jobs.backup());
        Path packs = folder.backups()
                .resolve(TreeState.names(folder.backups()).get(0))
                .resolve("packs");
        makePipe(packs.resolve("pipe"));
        SystemCommands.run(
                "chmod", "0755", folder.backups().toString(), packs.getParent().toString());
        SystemCommands.run("chown", "-R", LocalAttacker.USER, packs.toString());
        long swaps;
        try (LocalAttacker attacker =
                LocalAttacker.flipping(packs, 50, TreeState.names(packs).get(0), "pipe", "^\\.$", ".")) {
            for (int round = 0; round < ROUNDS; round++) {
                assertHonest(jobs.restore());
            }
            swaps = attacker.count();
        }
        assertTrue("Swaps: " + swaps, swaps > MANY_SWAPS);
    }

    @Test
    public void noBackupWaitsForAPipeInTheBackupDirectory() throws IOException {
        Files.createDirectories(folder.backups());
        makePipe(folder.backups().resolve(TEMPORARY));
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
    }

    @Test
    public void noStartWaitsForAPipeInTheBackupDirectory() throws IOException {
        for (int i = 0; i < 12; i++) {
            SampleTree.random(folder.config().resolve("large" + i), 10 << 20);
        }
        // It is read for many seconds, so that the kill does not come too late.
        Path hole = folder.config().resolve("a hole");
        try (RandomAccessFile file = new RandomAccessFile(hole.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        Duration usual = start;
        jobs.start(BACKUP, JobClient.request());
        Await.until(
                "the first pack is stored",
                () -> TreeState.names(folder.backups()).stream()
                        .anyMatch(name -> !TreeState.names(
                                        folder.backups().resolve(name).resolve("packs"))
                                .isEmpty()));
        gateway.process().kill();
        Files.delete(hole);
        makePipe(folder.backups().resolve(TEMPORARY));
        makePipe(folder.backups()
                .resolve(TreeState.names(folder.backups()).stream()
                        .filter(name -> name.startsWith("20"))
                        .findFirst()
                        .orElseThrow())
                .resolve("packs")
                .resolve(TEMPORARY));
        start();
        assertTrue("Start took " + start + ", and " + usual + " before", start.compareTo(usual.plus(RECOVERY)) < 0);
        JobClient.assertError(jobs.running(), "The gateway stopped");
        assertCompleted(jobs.backup());
    }

    /** Checks that the job has ended, with a reason if it is not complete. */
    private static void assertHonest(JsonNode ended) {
        if (!ended.get("status").textValue().equals("COMPLETED")) {
            assertEquals("ERROR", ended.get("status").textValue());
            assertTrue(ended.toString(), !ended.get("message").textValue().isBlank());
        }
    }

    private static void makePipe(Path pipe) {
        SystemCommands.run("mkfifo", "-m", "666", pipe.toString());
    }
}
