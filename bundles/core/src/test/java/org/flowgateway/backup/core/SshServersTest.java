package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.transport.sftp.SshProduct;
import org.flowgateway.backup.transport.sftp.SshProductServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole jobs with SSH servers of different makers: some in the default form, all of them with {@code GATEWAY_TEST_LONG=1} in the environment.
 * {@code docs/sftp-servers.md} lists them with what came out.
 */
@ParameterizedClass
@MethodSource("products")
record SshServersTest(SshProduct product) {

    private static final boolean LONG = Boolean.getBoolean("long") || "1".equals(System.getenv("GATEWAY_TEST_LONG"));
    /** Turns of a job's conversation that the long form breaks it at, evenly spread. */
    private static final int BREAKS = 16;

    private static final String WRONG = "canary-wrong";

    @TempDir
    private static Path base;

    private static SshProductServer server;

    static Stream<SshProduct> products() {
        return SshProduct.tried(LONG);
    }

    @BeforeParameterizedClassInvocation
    static void start(SshProduct product) throws Exception {
        assumeTrue(
                product.isPossible(), "A server that knows the users of the system takes root, and mounts of its own");
        // The server's user is another one than the tests'.
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        server = product.start(Files.createDirectory(base.resolve(product.name())));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Test
    void treeIsBackedUpTwiceAndRestored(@TempDir Path directory) throws Exception {
        try (SshFixture fixture = new SshFixture(directory, server)) {
            fixture.assertCompleted(fixture.backup());
            fixture.gateway.write("config/hosts", "second.example");
            SortedMap<String, String> second = fixture.tree();
            Job backup = fixture.assertCompleted(fixture.backup());
            assertThat(fixture.backups()).hasSize(2);
            fixture.assertNothingIncomplete();
            fixture.damage();
            Job restore = fixture.assertCompleted(fixture.restore());
            assertThat(restore.backupDirectory()).isEqualTo(backup.backupDirectory());
            assertThat(fixture.tree()).isEqualTo(second);
        }
    }

    @Test
    void aWrongPasswordIsOfferedOnce(@TempDir Path directory) throws Exception {
        long before = server.refusedPasswords();
        try (SshFixture fixture = new SshFixture(directory, server)) {
            assertRefused(fixture.gateway.await(fixture.startBackup(WRONG)), "password");
            assertThat(fixture.stored()).isEmpty();
            assertThat(server.refusedPasswords() - before).as(server::log).isEqualTo(1);
            assertRefused(fixture.gateway.await(fixture.startRestore(WRONG)), "password");
            assertThat(server.refusedPasswords() - before).as(server::log).isEqualTo(2);
        }
    }

    @Test
    void aChangedHostKeyEndsAJobBeforeAPasswordIsOffered(@TempDir Path directory) throws Exception {
        try (SshFixture fixture = new SshFixture(directory, server)) {
            assertRefused(fixture.gateway.await(fixture.startBackup(WRONG)), "password");
            long before = server.refusedPasswords();
            server.changeHostKey();
            assertRefused(fixture.gateway.await(fixture.startBackup(WRONG)), "has changed", "no password was sent");
            assertRefused(fixture.gateway.await(fixture.startRestore(WRONG)), "has changed", "no password was sent");
            assertThat(fixture.stored()).isEmpty();
            assertThat(server.refusedPasswords()).as(server::log).isEqualTo(before);
        }
    }

    @Test
    void readOnlyDirectoryRefusesBackupAndAllowsRestore(@TempDir Path directory) throws Exception {
        try (SshFixture fixture = new SshFixture(directory, server)) {
            SortedMap<String, String> tree = fixture.tree();
            fixture.assertCompleted(fixture.backup());
            List<String> stored = fixture.stored();
            fixture.forbidWriting();
            assertRefused(fixture.backup(), "the login has no permission");
            assertThat(fixture.stored()).isEqualTo(stored);
            fixture.damage();
            fixture.assertCompleted(fixture.restore());
            assertThat(fixture.tree()).isEqualTo(tree);
            assertThat(fixture.stored()).isEqualTo(stored);
        }
    }

    @Test
    void everyJobSurvivesALostConnection(@TempDir Path directory) throws Exception {
        try (SshFixture fixture = new SshFixture(directory, server)) {
            SortedMap<String, String> tree = fixture.tree();
            for (Callable<Job> start : List.<Callable<Job>>of(fixture::startBackup, fixture::startBackup)) {
                assertSurvived(fixture, fixture.interrupted(line -> line.cutAfter(SshFixture.PLAIN_BYTES / 2), start));
            }
            assertThat(fixture.backups()).hasSize(2);
            fixture.assertNothingIncomplete();
            fixture.damage();
            assertSurvived(
                    fixture,
                    fixture.interrupted(line -> line.cutAfter(SshFixture.PLAIN_BYTES / 2), fixture::startRestore));
            assertThat(fixture.tree()).isEqualTo(tree);
            if (LONG) {
                breakEverywhere(fixture, fixture::startBackup);
                fixture.damage();
                breakEverywhere(fixture, fixture::startRestore);
                assertThat(fixture.tree()).isEqualTo(tree);
            }
        }
    }

    /** A target counts as unreachable until the first call of a job has succeeded. */
    private static void breakEverywhere(SshFixture fixture, Callable<Job> start) throws Exception {
        fixture.line.heal();
        fixture.assertCompleted(fixture.gateway.await(start.call()));
        int turns = fixture.line.turns();
        for (int i = 0; i < BREAKS; i++) {
            int turn = 1 + i * turns / BREAKS;
            List<String> backups = fixture.backups();
            Job job = fixture.interrupted(line -> line.cutAtTurn(turn), start);
            if (job.state() == JobState.ERROR) {
                assertThat(job.message()).as("turn %s of %s", turn, turns).contains("connection");
                assertThat(fixture.backups()).isEqualTo(backups);
            }
        }
        fixture.assertCompleted(fixture.gateway.await(start.call()));
        fixture.assertNothingIncomplete();
    }

    private static void assertSurvived(SshFixture fixture, Job job) {
        fixture.assertCompleted(job);
        assertThat(job.message()).contains("was lost and restored (");
    }

    private static void assertRefused(Job job, String... words) {
        assertThat(job.state()).isEqualTo(JobState.ERROR);
        assertThat(job.message()).contains(words).doesNotContain(WRONG);
    }
}
