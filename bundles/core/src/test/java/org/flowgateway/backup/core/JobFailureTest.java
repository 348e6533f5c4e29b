package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRecordMessage;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobRunFixture;
import org.flowgateway.backup.core.operation.JobOutcome;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a job, its message says what happened and what to do, and never repeats an unexpected exception. */
class JobFailureTest {

    @TempDir
    private Path jobs;

    private JobRun run;

    @BeforeEach
    void begin() throws IOException {
        run = JobRunFixture.runningBackup(jobs);
    }

    private String error(Throwable failure) {
        JobOutcome.Failed outcome = JobFailure.outcome(run, failure, false);
        assertThat(outcome.state()).isEqualTo(JobState.ERROR);
        return outcome.error().text();
    }

    @Test
    void failedFileIsNamedWithItsReason() {
        assertThat(error(new AccessDeniedException("/state/restore.journal")))
                .startsWith("/state/restore.journal cannot be read or written: permission denied. ");
        assertThat(error(new IOException("the journal is damaged")))
                .startsWith("A file of the gateway cannot be read or written: the journal is damaged. ");
    }

    @Test
    void lackOfMemoryNamesTheSettings() {
        assertThat(error(new OutOfMemoryError("canary")))
                .contains("memory", "GATEWAY_WORKERS")
                .doesNotContain("canary");
    }

    @Test
    void unexpectedExceptionIsNotRepeated() {
        assertThat(error(new IllegalStateException("canary")))
                .contains("internal error")
                .doesNotContain("canary");
    }

    @Test
    void errorKeepsTheCodeOfTheTransport() {
        TransportException failure =
                new TransportException(FailureKind.NO_SPACE, new Message("x.full", "it is full", "Free space"), null);
        assertThat(JobFailure.outcome(run, failure, false).error()).isEqualTo(failure.description());
    }

    @Test
    void cancellationIsFollowedByWhatItCaused() {
        run.cancel(JobRecordMessage.CANCELLED_BY.with("admin"));
        JobFailedException failure = new JobFailedException(new Message("x.y", "It was rolled back", "Do that"));
        assertThat(JobFailure.outcome(run, failure, false).error())
                .isEqualTo(new Message("job.cancelled-by", "Cancelled by admin. It was rolled back", "Do that"));
    }

    @Test
    void cancellationIsReportedInPlaceOfItsConsequences() {
        run.cancel(JobRecordMessage.CANCELLED_BY.with("admin"));
        JobOutcome.Failed outcome = JobFailure.outcome(run, new IOException("closed"), true);
        assertThat(outcome.state()).isEqualTo(JobState.CANCELLED);
        assertThat(outcome.error()).isEqualTo(JobRecordMessage.CANCELLED_BY.with("admin"));
    }
}
