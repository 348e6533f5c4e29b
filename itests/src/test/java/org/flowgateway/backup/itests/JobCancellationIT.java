package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.inject.Inject;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Cancellation of a job, which ends and frees its slot, whatever it is reading. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class JobCancellationIT {

    private static final int ROUNDS = 20;
    private static final Duration TO_BE_STUCK = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(60);

    @Inject
    private JobService service;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(JobCancellationIT.class);
    }

    /** Cancellation while another user replaces files by pipes: opening one to read blocks until there is a writer. */
    @Test
    public void aCancelledJobEndsAlsoWhereFilesBecomePipes() throws IOException {
        assumeTrue("Only root can be attacked by another user", SystemCommands.isRoot());
        GatewayFolder folder = GatewayContainer.folder();
        SampleTree.make(folder);
        Path spool = Files.createDirectory(folder.config().resolve("a spool"));
        Files.write(spool.resolve("file"), new byte[100]);
        SystemCommands.run("mkfifo", spool.resolve("pipe").toString());
        SystemCommands.run("chown", "-R", LocalAttacker.USER, spool.toString());
        JobClient jobs = new JobClient(GatewayContainer.client().awaitReady());
        int cancelled = 0;
        try (LocalAttacker attacker = LocalAttacker.flipping(folder.config(), 50, "file", "pipe", "^a spool$", ".")) {
            for (int round = 0; round < ROUNDS; round++) {
                jobs.start(BACKUP, JobClient.request());
                Job job = service.latest(Operation.BACKUP).orElseThrow();
                boolean early = round % 2 == 0; // Otherwise it gets the time to block.
                long started = System.nanoTime();
                Await.until(
                        "it is over, or has gone on for long enough",
                        () -> isOver(job)
                                || early && job(job).progress().entries() > 0
                                || System.nanoTime() - started > TO_BE_STUCK.toNanos());
                boolean asked = service.cancel(job.id());
                long since = System.nanoTime();
                Await.until("it is over", () -> isOver(job));
                assertTrue("It went on after it was cancelled", System.nanoTime() - since < TO_END.toNanos());
                cancelled += asked && job(job).state() == JobState.CANCELLED ? 1 : 0;
            }
            assertTrue("Swaps: " + attacker.count(), attacker.count() > ROUNDS);
        }
        assertTrue("None was cancelled in time", cancelled > 0);
        assertCompleted(jobs.backup());
    }

    private boolean isOver(Job job) {
        return job(job).state() != JobState.EXECUTING;
    }

    private Job job(Job job) {
        return service.job(job.id()).orElseThrow();
    }
}
