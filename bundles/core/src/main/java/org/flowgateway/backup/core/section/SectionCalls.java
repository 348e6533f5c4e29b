package org.flowgateway.backup.core.section;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls sections, each on a thread of its own and with a deadline. A section is third-party code: neither an undeclared exception nor a
 * call that never returns may stop the job or delay the other sections. Thread-safe.
 */
public final class SectionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SectionCalls.class);

    /** Time that an interrupted call has to clean up; never more than its deadline. */
    private static final Duration MAX_CLEANUP = Duration.ofSeconds(5);

    private final Duration deadline;
    private final Map<Thread, String> abandoned;

    /** @param deadline how long a section may take to answer */
    public SectionCalls(Duration deadline) {
        this(deadline, new ConcurrentHashMap<>());
    }

    private SectionCalls(Duration deadline, Map<Thread, String> abandoned) {
        this.deadline = deadline;
        this.abandoned = abandoned;
    }

    /** Returns calls with another deadline. Both know the same abandoned calls. */
    public SectionCalls withDeadline(Duration otherDeadline) {
        return new SectionCalls(otherDeadline, abandoned);
    }

    /**
     * Makes a call that must be made in any case: it waits for the result or the deadline, also if the job is cancelled or this thread
     * interrupted.
     *
     * @throws SectionException if the section throws it, fails otherwise, or does not answer in time
     */
    public void call(Section section, SectionAction action) throws SectionException {
        RunningCall call = start(section, action, SectionAction.NONE);
        await(call, () -> {});
    }

    /**
     * Makes a call that the job can do without: it is abandoned when the job is cancelled or this thread is interrupted.
     *
     * @param run the job
     * @param undo called if the action ends after it was abandoned
     * @throws SectionException if the section throws it, fails otherwise, does not answer in time, is still busy with an earlier call, or
     *        the call is abandoned
     */
    public void call(JobRun run, Section section, SectionAction action, SectionAction undo) throws SectionException {
        abandoned.keySet().removeIf(thread -> !thread.isAlive());
        if (abandoned.containsValue(section.descriptor().id())) {
            throw new SectionException(SectionCallMessage.STILL_BUSY.with().text());
        }
        RunningCall call = start(section, action, undo);
        run.onCancel(call::abandonWithJob);
        await(call, call::abandonWithJob);
    }

    private RunningCall start(Section section, SectionAction action, SectionAction undo) {
        RunningCall call = new RunningCall(section, action, undo);
        call.thread.start();
        return call;
    }

    private void await(RunningCall call, Runnable ifInterrupted) throws SectionException {
        long end = System.nanoTime() + deadline.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    call.await(end);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    ifInterrupted.run();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One method of a section. */
    @FunctionalInterface
    public interface SectionAction {

        /** No action. */
        SectionAction NONE = section -> {};

        /** Calls the method. */
        void applyTo(Section section) throws SectionException;
    }

    /** One call in progress. Its result is set once: by the section, or by the thread that abandons the call. */
    private final class RunningCall {

        private final Section section;
        private final SectionAction action;
        private final SectionAction undo;
        private final CompletableFuture<Void> result = new CompletableFuture<>();
        private final Thread thread;

        RunningCall(Section section, SectionAction action, SectionAction undo) {
            this.section = section;
            this.action = action;
            this.undo = undo;
            this.thread = new Thread(
                    this::execute,
                    "gateway-backup-section-" + section.descriptor().id());
            thread.setDaemon(true); // A call that never returns must not keep the process alive.
        }

        private void execute() {
            Throwable failure = null;
            try {
                action.applyTo(section);
            } catch (Throwable e) { // A caller waits for any result.
                failure = e;
            }
            boolean inTime = failure == null ? result.complete(null) : result.completeExceptionally(failure);
            if (!inTime) {
                LOG.warn(
                        "A call of section {} ended after it was abandoned",
                        section.descriptor().id(),
                        failure);
                undoAbandoned();
            }
        }

        private void undoAbandoned() {
            Thread.interrupted(); // The interrupt was meant for the action.
            try {
                undo.applyTo(section);
            } catch (Throwable e) { // No caller is left to report it to.
                LOG.error(
                        "Section {} could not undo a call that ended after it was abandoned",
                        section.descriptor().id(),
                        e);
            }
        }

        /** Ends the call unless it has a result. */
        private void abandon(Message reason) {
            if (result.completeExceptionally(new SectionException(reason.text()))) {
                thread.interrupt();
            }
        }

        void abandonWithJob() {
            abandon(SectionCallMessage.CALL_ABANDONED.with());
        }

        void await(long end) throws SectionException, InterruptedException {
            try {
                result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                abandon(SectionCallMessage.CALL_TIMED_OUT.with(deadline));
                await(end);
            } catch (ExecutionException e) {
                awaitEnd();
                throw toSectionException(e.getCause());
            }
        }

        /** Waits for the thread to end, since an undo must come after the call. A thread that ignores the interrupt is abandoned. */
        private void awaitEnd() throws InterruptedException {
            thread.join(Math.min(deadline.toMillis(), MAX_CLEANUP.toMillis()) + 1);
            if (thread.isAlive()) {
                abandoned.put(thread, section.descriptor().id());
                LOG.error(
                        "A call of section {} did not return after it was cancelled; its thread is abandoned",
                        section.descriptor().id());
            }
        }

        private SectionException toSectionException(Throwable failure) {
            if (failure instanceof SectionException known) {
                return known;
            }
            LOG.error("Section {} failed", section.descriptor().id(), failure);
            return new SectionException(SectionCallMessage.CALL_FAILED.with().text());
        }
    }
}
