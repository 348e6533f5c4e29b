package org.flowgateway.backup.core.job;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running job: its phase, warnings, progress and whether it was cancelled. Thread-safe: readers do not wait for the record to be written.
 */
public final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final JobStore store;
    private final JobListener listener;
    private final Clock clock;
    private final WarningsAndNotes messages = new WarningsAndNotes();
    /**
     * Lock under which records are written, so that they reach the disk in order. It is acquired before this object's own lock, which
     * guards the other fields.
     */
    private final Object writing = new Object();

    private final List<Runnable> cancelActions = new ArrayList<>();
    private final LongAdder entries = new LongAdder();
    private final LongAdder plainBytes = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    private JobRecord record;
    private Message cancelReason;
    private boolean cancellable = true;
    private PendingConfirmation confirmation;
    private String notice = "";
    private boolean stopping;

    /** Confirmation that a job awaits. Thread-safe. */
    public interface PendingConfirmation {

        /**
         * Confirms.
         *
         * @return whether that is what counts; {@code false} if it is too late
         * @throws IOException if it could not be put on disk; the job goes on waiting
         */
        boolean confirm() throws IOException;

        /** Refuses the restored state; {@code false} if it is too late. */
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
     * Resumes a job of an earlier run of the gateway.
     *
     * @param obsolete matches the line of its message that says what it waited for
     */
    public static JobRun resumed(
            JobRecord record, Predicate<String> obsolete, JobStore store, JobListener listener, Clock clock) {
        return new JobRun(record, obsolete, store, listener, clock);
    }

    private JobRun(JobRecord record, Predicate<String> obsolete, JobStore store, JobListener listener, Clock clock) {
        this.record = record;
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        this.cancellable = false;
        messages.resume(record.job().message(), obsolete.negate(), record.job().notes());
        Progress progress = record.job().progress();
        addProgress(progress.entries(), progress.plainBytes(), progress.storedBytes());
    }

    /** The job as it stands. */
    public Job snapshot() {
        return record().job();
    }

    /** The record as it stands. */
    public synchronized JobRecord record() {
        return record.job().state() == JobState.EXECUTING
                ? record.withMessages(message(), progress(), messages.warnings(), messages.notes())
                : record;
    }

    /** Enters a phase, unless the job was cancelled. */
    public void enter(Phase phase) throws IOException, JobCancelledException {
        enter(phase, () -> {});
    }

    /** @param onSaved is run at the moment in which the phase becomes visible */
    private void enter(Phase phase, Runnable onSaved) throws IOException, JobCancelledException {
        checkNotCancelled();
        save(now -> now.withPhase(phase), onSaved);
        listener.event(JobEvents.PHASE, snapshot());
    }

    /** Enters a phase in which the job can no longer be cancelled, unless it was cancelled before. */
    public void enterFinalPhase(Phase phase) throws IOException, JobCancelledException {
        passPointOfNoReturn();
        enter(phase);
    }

    /**
     * Disables cancellation: from here on {@link #cancel} returns {@code false}. Without effect if it is disabled already.
     *
     * @throws JobCancelledException if it was asked to stop before, and has to end so
     */
    public synchronized void passPointOfNoReturn() throws JobCancelledException {
        if (cancellable) {
            checkNotCancelled();
            cancellable = false;
        }
    }

    /**
     * Enters the phase in which the job awaits confirmation.
     *
     * @param pending receives the answer
     * @param text the first line of the job's message as long as it waits
     */
    public void enterConfirmation(PendingConfirmation pending, String text) throws IOException, JobCancelledException {
        synchronized (this) {
            notice = text;
        }
        enter(Phase.AWAITING_CONFIRMATION, () -> await(pending));
    }

    private synchronized void await(PendingConfirmation pending) {
        confirmation = pending;
        if (stopping) {
            pending.suspend();
        }
    }

    /** Ends the wait for confirmation. */
    public synchronized void endConfirmation() {
        confirmation = null;
        notice = "";
    }

    /**
     * Confirms what the job waits for.
     *
     * @return {@code false} if it does not wait for that, or not any more
     * @throws IOException if the confirmation could not be put on disk; the job goes on waiting
     */
    public boolean confirm() throws IOException {
        PendingConfirmation waiting;
        synchronized (this) {
            waiting = confirmation;
        }
        return waiting != null && waiting.confirm();
    }

    /** Records the directory that the job works on. */
    public void saveBackupDirectory(String directory) throws IOException {
        save(now -> now.withDirectory(directory), () -> {});
    }

    /** Records the claim on disk; empty once no object of this job is left to be removed. */
    public void saveClaim(Optional<Claim> claim) throws IOException {
        save(now -> now.with(claim), () -> {});
    }

    /**
     * Adds a warning: something is missing from the backup, or was not restored. Duplicates are dropped, and only the first 20 are kept.
     */
    public synchronized void warn(Message message) {
        String warning = SafeText.of(message.text());
        messages.warn(warning);
        LOG.warn("Job {}: {}", record.job().id(), warning);
    }

    /** Adds a note about something worth knowing that leaves nothing missing. Otherwise as {@link #warn}. */
    public void note(Message message) {
        note(message.text());
    }

    /** Adds a note in a transport's own words. */
    public synchronized void note(String text) {
        String note = SafeText.of(text);
        messages.note(note);
        LOG.info("Job {}: {}", record.job().id(), note);
    }

    /** Adds to the job's progress. */
    public void addProgress(long entryCount, long plain, long stored) {
        entries.add(entryCount);
        plainBytes.add(plain);
        storedBytes.add(stored);
    }

    /** @throws JobCancelledException if the job was asked to stop */
    public synchronized void checkNotCancelled() throws JobCancelledException {
        if (cancelReason != null) {
            throw new JobCancelledException(cancelReason.text());
        }
    }

    /** Message of the cancellation; empty if the job was not cancelled. */
    public synchronized Optional<Message> cancelReason() {
        return Optional.ofNullable(cancelReason);
    }

    /** Tells whether the job was cancelled. */
    public synchronized boolean isCancelled() {
        return cancelReason != null;
    }

    /**
     * Cancels the job.
     *
     * @param reason message that says who or what cancels it
     * @return whether it ends by that; {@code false} past the point of no return, or when it has ended
     */
    public boolean cancel(Message reason) {
        List<Runnable> toRun;
        synchronized (this) {
            if (confirmation != null && confirmation.refuse()) {
                cancelReason = reason;
                return true;
            }
            if (!cancellable || record.job().state() != JobState.EXECUTING) {
                return false;
            }
            if (cancelReason == null) {
                cancelReason = reason;
            }
            toRun = List.copyOf(cancelActions);
        }
        toRun.forEach(Runnable::run);
        return true;
    }

    /** Cancels the job because the gateway stops. A job that awaits confirmation continues at the next start. */
    public void stop() {
        PendingConfirmation waiting;
        synchronized (this) {
            stopping = true;
            waiting = confirmation;
        }
        if (waiting == null) {
            cancel(JobRecordMessage.CANCELLED_AT_STOP.with());
        } else {
            waiting.suspend();
        }
    }

    /** Adds an action that unblocks the job when it is cancelled. It is run at once if the job was cancelled already. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            cancelActions.add(action);
            if (cancelReason == null) {
                return;
            }
        }
        action.run();
    }

    /**
     * Completes the job.
     *
     * @param onRecorded is run when the end is on disk, before listeners are called
     */
    public void complete(Runnable onRecorded) {
        end(JobState.COMPLETED, Optional.empty(), onRecorded);
    }

    /**
     * Ends the job without success.
     *
     * @param state how
     * @param error why; the warnings follow it in the job's message
     */
    public void fail(JobState state, Message error) {
        Message safe = new Message(error.code(), SafeText.of(error.summary()), SafeText.of(error.action()));
        end(state, Optional.of(safe), () -> {});
    }

    private void end(JobState state, Optional<Message> error, Runnable onRecorded) {
        synchronized (writing) {
            JobRecord ended = ended(state, error);
            try {
                store.save(ended);
                onRecorded.run();
            } catch (Throwable e) { // Whatever it is, the job must not seem to run for ever.
                // Status calls answer from memory. After a restart the record says EXECUTING and is recovered.
                LOG.error(
                        "{}",
                        JobRecordMessage.RECORD_NOT_WRITTEN.with(ended.job().id()),
                        e);
            }
            synchronized (this) {
                record = ended;
            }
        }
        listener.event(JobEvents.ENDED, snapshot());
    }

    private synchronized JobRecord ended(JobState state, Optional<Message> error) {
        cancellable = false;
        String text = Stream.concat(error.map(Message::text).stream(), message().lines())
                .collect(Collectors.joining("\n"));
        JobRecord ended = record().ended(state, error, text, clock.instant());
        // In one write with the state: what was claimed is a backup now.
        return state == JobState.COMPLETED ? ended.with(Optional.empty()) : ended;
    }

    /** The time now. */
    public Instant now() {
        return clock.instant();
    }

    private void save(UnaryOperator<JobRecord> change, Runnable onSaved) throws IOException {
        synchronized (writing) {
            JobRecord changed = change.apply(record());
            store.save(changed);
            synchronized (this) {
                record = changed;
                onSaved.run();
            }
        }
    }

    private Progress progress() {
        return new Progress(entries.sum(), plainBytes.sum(), storedBytes.sum());
    }

    private String message() {
        String text = messages.joined();
        return notice.isEmpty() ? text : text.isEmpty() ? notice : notice + "\n" + text;
    }
}
