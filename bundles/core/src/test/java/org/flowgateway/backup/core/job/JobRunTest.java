package org.flowgateway.backup.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job ends even if its record cannot be written. */
class JobRunTest {

    @TempDir
    private Path jobs;

    @Test
    void jobEndsWithoutItsRecord() throws Exception {
        Instant start = Instant.parse("2026-02-27T15:46:00Z");
        Job job = new Job(
                "backup-000001",
                Operation.BACKUP,
                JobState.EXECUTING,
                Phase.STORING,
                new Target("localhost", "", ""),
                "",
                start,
                Optional.empty(),
                "",
                new Progress(0, 0, 0));
        JobRecord record = new JobRecord(1, job, new TransportTarget("local", "", "", ""), Optional.empty());
        JobRun run = new JobRun(record, new JobStore(jobs), (topic, snapshot) -> {}, Clock.systemUTC());
        Path inTheWay = Files.createDirectories(jobs.resolve("backup-000001.properties.new/x"));
        run.complete(() -> {});
        assertThat(run.snapshot().state()).isEqualTo(JobState.COMPLETED);
        Files.delete(inTheWay);
        assertThat(Files.readString(jobs.resolve("backup-000001.properties"))).contains("EXECUTING");
    }
}
