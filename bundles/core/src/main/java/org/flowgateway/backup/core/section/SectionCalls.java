package org.flowgateway.backup.core.section;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls sections, each call on a thread of its own and with a deadline. A section may come from anybody: what it throws beside what it may,
 * and what never comes back, must not keep the job from its end nor the other sections from their turn. Thread-safe.
 */
public final class SectionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SectionCalls.class);

    /** What is interrupted has this long to clean up, but no longer than it had to answer. */
    private static final Duration MOST_TO_END = Duration.ofSeconds(5);

    private static final String STOPPED = "it was given up, since the job was stopped";

    private final Duration deadline;
    private final Map<Thread, String> leftBehind;

    /** @param deadline how long a section may take to answer */
    public SectionCalls(Duration deadline) {
        this(deadline, new ConcurrentHashMap<>());
    }

    private SectionCalls(Duration deadline, Map<Thread, String> leftBehind) {
        this.deadline = deadline;
        this.leftBehind = leftBehind;
    }

    /** The same with another deadline: what is still busy for these is so for those. */
    public SectionCalls within(Duration otherDeadline) {
        return new SectionCalls(otherDeadline, leftBehind);
    }

    /**
     * Asks, and waits for the answer or the deadline whatever happens to this thread or the job: for what has to be done in any case.
     *
     * @throws SectionException as the section, or if it fails or does not answer in time
     */
    public void ask(Section section, Question question) throws SectionException {
        Call call = begin(section, question, Question.NONE);
        await(call, () -> {});
    }

    /**
     * Asks for something that can be done without: it is given up when the job is cancelled or this thread is interrupted.
     *
     * @param run the job
     * @param undo is asked of the section if the question comes to its end after it was given up
     * @throws SectionException as the section, or if it fails, does not answer in time, is still busy with an earlier call, or is given up
     */
    public void ask(JobRun run, Section section, Question question, Question undo) throws SectionException {
        leftBehind.keySet().removeIf(thread -> !thread.isAlive());
        if (leftBehind.containsValue(section.descriptor().id())) {
            throw new SectionException("it is still busy with an earlier call that it did not answer in time");
        }
        Call call = begin(section, question, undo);
        run.onCancel(() -> call.giveUp(STOPPED));
        await(call, () -> call.giveUp(STOPPED));
    }

    private Call begin(Section section, Question question, Question undo) {
        Call call = new Call(section, question, undo);
        call.thread.start();
        return call;
    }

    private void await(Call call, Runnable ifInterrupted) throws SectionException {
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

    /** Something that a section is asked to do. */
    @FunctionalInterface
    public interface Question {

        /** Nothing at all. */
        Question NONE = section -> {};

        /** Asks it. */
        void of(Section section) throws SectionException;
    }

    /** One call. It is answered once: by the section, or by whoever gives it up. */
    private final class Call {

        private final Section section;
        private final Question question;
        private final Question undo;
        private final CompletableFuture<Void> answer = new CompletableFuture<>();
        private final Thread thread;

        Call(Section section, Question question, Question undo) {
            this.section = section;
            this.question = question;
            this.undo = undo;
            this.thread = new Thread(
                    this::work, "gateway-backup-section-" + section.descriptor().id());
            thread.setDaemon(true); // What never comes back must not hold up the end of the process.
        }

        private void work() {
            Throwable failure = null;
            try {
                question.of(section);
            } catch (Throwable e) { // Whatever it is, somebody waits for it.
                failure = e;
            }
            boolean inTime = failure == null ? answer.complete(null) : answer.completeExceptionally(failure);
            if (!inTime) {
                LOG.warn(
                        "A call of section {} ended after it was given up",
                        section.descriptor().id(),
                        failure);
                undoLate();
            }
        }

        private void undoLate() {
            Thread.interrupted(); // It was meant for the question.
            try {
                undo.of(section);
            } catch (Throwable e) { // There is nobody left to be told.
                LOG.error(
                        "Section {} could not undo what it did after it was given up",
                        section.descriptor().id(),
                        e);
            }
        }

        /** Ends the call unless it is answered already. */
        void giveUp(String why) {
            if (answer.completeExceptionally(new SectionException(why))) {
                thread.interrupt();
            }
        }

        void await(long end) throws SectionException, InterruptedException {
            try {
                answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                giveUp("it did not answer within [" + deadline.toSeconds() + "] s and was given up");
                await(end);
            } catch (ExecutionException e) {
                awaitEnd();
                throw told(e.getCause());
            }
        }

        /** What undoes a call should come after it: a thread that ends when it is interrupted is waited for. */
        private void awaitEnd() throws InterruptedException {
            thread.join(Math.min(deadline.toMillis(), MOST_TO_END.toMillis()) + 1);
            if (thread.isAlive()) {
                leftBehind.put(thread, section.descriptor().id());
                LOG.error(
                        "A call of section {} did not end when it was given up; it is left behind",
                        section.descriptor().id());
            }
        }

        private SectionException told(Throwable failure) {
            if (failure instanceof SectionException told) {
                return told;
            }
            LOG.error("Section {} failed", section.descriptor().id(), failure);
            return new SectionException("it failed with an internal error; the log has the details");
        }
    }
}
