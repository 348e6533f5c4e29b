package org.flowgateway.backup.core.job;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job under way: its phase, warnings, progress and whether it was asked to stop. Thread-safe. */
public final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final int MOST_WARNINGS = 20;

    private final JobStore store;
    private final JobListener listener;
    private final Clock clock;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<Runnable> stoppers = new ArrayList<>();
    private final LongAdder entries = new LongAdder();
    private final LongAdder plainBytes = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    private JobRecord record;
    private long furtherWarnings;
    private String cancelReason;
    private boolean cancellable = true;
    private Awaited awaited;
    private String notice = "";
    private boolean stopping;

    /** What a job waits for people to say. Thread-safe. */
    public interface Awaited {

        /**
         * Confirms.
         *
         * @return whether that is what counts; {@code false} if it is too late
         * @throws IOException if it could not be put on disk; the job goes on waiting
         */
        boolean confirm() throws IOException;

        /** Says no; {@code false} if it is too late. */
        boolean refuse();

        /** Stops waiting, until the next start of the gateway. */
        void suspend();
    }

    /**
     * Puts the job's first record on disk.
     *
     * @throws IOException if it could not be written; there is no such job then
     */
    public JobRun(JobRecord first, JobStore store, JobListener listener, Clock clock) throws IOException {
        this.record = first;
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        store.save(first);
        listener.event(JobEvents.STARTED, first.job());
    }

    /**
     * Goes on with a job of an earlier run of the gateway.
     *
     * @param over tells a line of its message that says what it waited for
     */
    public static JobRun resumed(JobRecord record, Predicate<String> over, JobStore store, JobListener listener, Clock clock) {
        return new JobRun(record, over, store, listener, clock);
    }

    private JobRun(JobRecord record, Predicate<String> over, JobStore store, JobListener listener, Clock clock) {
        this.record = record;
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        this.cancellable = false;
        record.job().message().lines().filter(over.negate()).forEach(warnings::add);
        Progress progress = record.job().progress();
        done(progress.entries(), progress.plainBytes(), progress.storedBytes());
    }

    /** The job as it stands. */
    public synchronized Job snapshot() {
        Job job = record.job();
        if (job.state() != JobState.EXECUTING) {
            return job;
        }
        return new Job(job.id(), job.operation(), job.state(), job.phase(), job.target(), job.backupDirectory(), job.started(), job.ended(),
                message(), progress());
    }

    /** The record as it stands. */
    public synchronized JobRecord record() {
        return record.with(snapshot());
    }

    /** Passes on to a phase, unless the job was asked to stop. */
    public synchronized void enter(Phase phase) throws IOException, JobCancelledException {
        checkNotCancelled();
        Job job = snapshot();
        save(record.with(new Job(job.id(), job.operation(), job.state(), phase, job.target(), job.backupDirectory(), job.started(),
                job.ended(), job.message(), job.progress())));
        listener.event(JobEvents.PHASE, record.job());
    }

    /** Passes on to a phase from which on the job can no longer be stopped, unless it was asked to before. */
    public synchronized void enterWithoutReturn(Phase phase) throws IOException, JobCancelledException {
        enter(phase);
        cancellable = false;
    }

    /**
     * Passes on to the phase in which the job waits for people.
     *
     * @param what is told what they say, from now on
     * @param told the first line of the job's message as long as it waits
     */
    public synchronized void enterWaiting(Awaited what, String told) throws IOException, JobCancelledException {
        notice = told;
        enter(Phase.AWAITING_CONFIRMATION);
        awaited = what;
        if (stopping) {
            what.suspend();
        }
    }

    /** The job waits no longer. */
    public synchronized void endWaiting() {
        awaited = null;
        notice = "";
    }

    /**
     * Confirms what the job waits for.
     *
     * @return {@code false} if it does not wait for that, or not any more
     * @throws IOException if the confirmation could not be put on disk; the job goes on waiting
     */
    public boolean confirm() throws IOException {
        Awaited waiting;
        synchronized (this) {
            waiting = awaited;
        }
        return waiting != null && waiting.confirm();
    }

    /** Makes known which directory the job works on. */
    public synchronized void backupDirectory(String directory) throws IOException {
        Job job = snapshot();
        save(record.with(new Job(job.id(), job.operation(), job.state(), job.phase(), job.target(), directory, job.started(), job.ended(),
                job.message(), job.progress())));
    }

    /** Notes the claim on disk; empty once nothing of this job is left to be removed. */
    public synchronized void claim(Optional<Claim> claim) throws IOException {
        save(record.with(claim));
    }

    /** Adds to what is told in the end. The same warning twice is told once, and of very many the first. */
    public synchronized void warn(String text) {
        String warning = Printable.of(text);
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        } else if (!warnings.contains(warning)) {
            furtherWarnings++;
        }
        LOG.warn("Job {}: {}", record.job().id(), warning);
    }

    /** Counts what was done. */
    public void done(long entryCount, long plain, long stored) {
        entries.add(entryCount);
        plainBytes.add(plain);
        storedBytes.add(stored);
    }

    /** @throws JobCancelledException if the job was asked to stop */
    public synchronized void checkNotCancelled() throws JobCancelledException {
        if (cancelReason != null) {
            throw new JobCancelledException(cancelReason);
        }
    }

    /** Who or what asked the job to stop; "" if nobody did. */
    public synchronized String cancelReason() {
        return cancelReason == null ? "" : cancelReason;
    }

    /** Whether the job was asked to stop. */
    public synchronized boolean isCancelled() {
        return cancelReason != null;
    }

    /**
     * Asks the job to stop.
     *
     * @param reason who or what asks, as the end of the sentence "cancelled: …"
     * @return whether it will; {@code false} past the point of no return, or when it has ended
     */
    public boolean cancel(String reason) {
        List<Runnable> toRun;
        synchronized (this) {
            if (awaited != null && awaited.refuse()) {
                cancelReason = reason;
                return true;
            }
            if (!cancellable || record.job().state() != JobState.EXECUTING) {
                return false;
            }
            if (cancelReason == null) {
                cancelReason = reason;
            }
            toRun = List.copyOf(stoppers);
        }
        toRun.forEach(Runnable::run);
        return true;
    }

    /** Asks the job to stop with the gateway. One that waits for people goes on waiting at the next start. */
    public void stop() {
        Awaited waiting;
        synchronized (this) {
            stopping = true;
            waiting = awaited;
        }
        if (waiting == null) {
            cancel("stopped with the gateway");
        } else {
            waiting.suspend();
        }
    }

    /** Names something that ends what the job waits for when it is asked to stop; run at once if it was already. */
    public void onCancel(Runnable stopper) {
        synchronized (this) {
            stoppers.add(stopper);
            if (cancelReason == null) {
                return;
            }
        }
        stopper.run();
    }

    /**
     * Ends the job.
     *
     * @param state how
     * @param error what went wrong; "" if nothing did. The warnings are told after it
     * @param recorded is run when the end is on disk, before anybody is told of it
     */
    public synchronized void end(JobState state, String error, Runnable recorded) {
        String printable = Printable.of(error);
        String told = error.isEmpty() ? message() : message().isEmpty() ? printable : printable + "\n" + message();
        JobRecord ended = record.with(snapshot()).ended(state, told, clock.instant());
        if (state == JobState.COMPLETED) {
            ended = ended.with(Optional.empty()); // In one write with the state: what was claimed is a backup now.
        }
        try {
            store.save(ended);
            recorded.run();
        } catch (IOException e) {
            // The state is told truthfully from memory; after a restart the record says EXECUTING, and is settled then.
            LOG.error("The record of job {} cannot be written; free space in the state directory", record.job().id(), e);
        }
        record = ended;
        listener.event(JobEvents.ENDED, record.job());
    }

    /** The time now. */
    public Instant now() {
        return clock.instant();
    }

    private void save(JobRecord changed) throws IOException {
        store.save(changed);
        record = changed;
    }

    private Progress progress() {
        return new Progress(entries.sum(), plainBytes.sum(), storedBytes.sum());
    }

    private String message() {
        String warned = String.join("\n", warnings);
        String told = notice.isEmpty() ? warned : warned.isEmpty() ? notice : notice + "\n" + warned;
        return furtherWarnings == 0 ? told : told + "\n… and " + furtherWarnings + " more warnings; the log has them all";
    }
}
