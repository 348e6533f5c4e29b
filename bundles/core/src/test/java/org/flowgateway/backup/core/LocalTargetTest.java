package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRecord;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.settings.TestConfiguration;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.local.LocalTransport;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on the gateway itself, through the real local transport: they must not lie in what is backed up. */
class LocalTargetTest {

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory);
        gateway.transport(new LocalTransport(
                        new TestConfiguration(directory.resolve("backups").toString(), gateway.root.toString()),
                        TestTrees.fileTrees(TreeHook.NONE)))
                .start();
        gateway.write("config/file", "content");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void localhostNeedsNoPathAndIsShownWithItsDefaults() throws Exception {
        Job backup = gateway.backup("");
        assertThat(backup.state()).as(backup.message()).isEqualTo(JobState.COMPLETED);
        assertThat(backup.target())
                .isEqualTo(new Target(
                        "localhost", "mazu", directory.resolve("backups").toString()));
        assertThat(Path.of(backup.backupDirectory(), "manifest.json")).isRegularFile();
        gateway.write("config/file", "changed");
        Job restore = gateway.restore(backup.backupDirectory() + "/", TestGateway.PASSWORD, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(gateway.root.resolve("config/file")).hasContent("content");
    }

    @Test
    void aDirectoryWithinASectionIsRefused() {
        for (String path : new String[] {"config", "config/backups", "vault/../config/x"}) {
            assertThatThrownBy(() -> gateway.backup(gateway.root.resolve(path).toString()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("which is itself backed up. Choose another directory");
        }
    }

    @Test
    void aLinkIntoASectionIsRefusedToo() throws Exception {
        Files.createSymbolicLink(gateway.root.resolve("link"), gateway.root.resolve("config"));
        assertThatThrownBy(() ->
                        gateway.backup(gateway.root.resolve("link/backups").toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("which is itself backed up");
    }

    @Test
    void aStateDirectoryWithinASectionIsRefused() throws Exception {
        try (TestGateway within = new TestGateway(directory.resolve("within"))) {
            within.section(new TestSection("config", true, false, within.state.getParent()))
                    .without("certs")
                    .without("cloak_key")
                    .start();
            assertThatThrownBy(within::backup)
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("GATEWAY_STATE_DIR");
        }
    }

    @Test
    void incompleteAndUnknownDirectoriesAreReportedAndNotRestored() throws Exception {
        Job backup = gateway.backup("");
        Path backups = directory.resolve("backups");
        Files.createDirectories(backups.resolve("29990101_0000/packs"));
        Files.writeString(backups.resolve("29990101_0000/packs/000000.tar.zst.pgp"), "half");
        Files.writeString(backups.resolve("NOTES.TXT"), "junk");
        Job restore = gateway.restore("", TestGateway.PASSWORD, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.backupDirectory()).isEqualTo(backup.backupDirectory());
        assertThat(restore.message()).contains("Not a complete backup, ignored: 29990101_0000, NOTES.TXT");
    }

    @Test
    void backupInterruptedBeforeItsFirstPackLeavesNoDirectory() throws Exception {
        gateway.close();
        Path backups = directory.resolve("backups");
        Path packs = Files.createDirectories(backups.resolve("20260101_0000/packs"));
        Files.writeString(packs.resolve(".000000.tar.zst.pgp~0123456789abcdef.tmp"), "half");
        Target target = new Target("localhost", "mazu", backups.toString());
        Job interrupted = new Job(
                "backup-000001",
                Operation.BACKUP,
                JobState.EXECUTING,
                Phase.STORING,
                target,
                "",
                Instant.EPOCH,
                Optional.empty(),
                "",
                Progress.NONE);
        new JobStore(Files.createDirectories(gateway.state.resolve("jobs")))
                .save(new JobRecord(
                        1,
                        interrupted,
                        new TransportTarget("local", "", "mazu", backups.toString()),
                        Optional.of(new Claim("20260101_0000", 9, "00", false))));

        gateway.start();

        assertThat(backups.resolve("20260101_0000")).doesNotExist();
        assertThat(gateway.service().job("backup-000001").orElseThrow().state()).isEqualTo(JobState.ERROR);
    }
}
