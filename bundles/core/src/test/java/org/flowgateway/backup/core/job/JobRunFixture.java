package org.flowgateway.backup.core.job;

import java.io.IOException;
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

/** Jobs of tests that need no gateway. */
public final class JobRunFixture {

    private JobRunFixture() {}

    /** Begins a backup that stores its packs. Its record is in a directory. */
    public static JobRun runningBackup(Path jobs) throws IOException {
        Job job = new Job(
                "backup-000001",
                Operation.BACKUP,
                JobState.EXECUTING,
                Phase.STORING,
                new Target("localhost", "", ""),
                "",
                Instant.parse("2026-02-27T15:46:00Z"),
                Optional.empty(),
                "",
                new Progress(0, 0, 0));
        JobRecord record = new JobRecord(1, job, new TransportTarget("local", "", "", ""), Optional.empty());
        return new JobRun(record, new JobStore(jobs), (topic, snapshot) -> {}, Clock.systemUTC());
    }
}
