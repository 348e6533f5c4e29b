package org.flowgateway.backup.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flowgateway.backup.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job ends even if its record cannot be written. */
class JobRunTest {

    @TempDir
    private Path jobs;

    @Test
    void jobEndsWithoutItsRecord() throws Exception {
        JobRun run = JobRunFixture.runningBackup(jobs);
        Path inTheWay = Files.createDirectories(jobs.resolve("backup-000001.properties.new/x"));
        run.complete(() -> {});
        assertThat(run.snapshot().state()).isEqualTo(JobState.COMPLETED);
        Files.delete(inTheWay);
        assertThat(Files.readString(jobs.resolve("backup-000001.properties"))).contains("EXECUTING");
    }
}
