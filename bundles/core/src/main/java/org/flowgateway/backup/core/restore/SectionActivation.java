package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.PendingSectionCalls.FollowUp;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;

/** Deactivates sections before the swap, and activates them afterwards with whichever state they have then. One thread at a time. */
public final class SectionActivation {

    private final SectionCalls calls;
    private final PendingSectionCalls pendingCalls;
    private final JobRun run;
    private final Supplier<List<Section>> activeBefore;
    private final List<Section> registered = new ArrayList<>();
    private final List<Section> deactivated = new ArrayList<>();
    private final List<Section> activated = new ArrayList<>();

    /** Creates a switch for sections that no earlier run of the gateway has activated. */
    public SectionActivation(SectionCalls calls, PendingSectionCalls pendingCalls, JobRun run) {
        this(calls, pendingCalls, run, List::of);
    }

    /**
     * @param activeBefore returns the sections that an earlier run of the gateway activated with their restored states, as far as they are
     *        registered
     */
    public SectionActivation(
            SectionCalls calls, PendingSectionCalls pendingCalls, JobRun run, Supplier<List<Section>> activeBefore) {
        this.calls = calls;
        this.pendingCalls = pendingCalls;
        this.run = run;
        this.activeBefore = activeBefore;
    }

    /**
     * Deactivates sections, before the swap.
     *
     * @throws IOException if the pending activation cannot be stored; no section was called
     * @throws JobFailedException if a section cannot stop using its state; {@link #reactivatePrevious} must follow
     * @throws JobCancelledException if the job was cancelled; the same must follow
     */
    void deactivate(List<Section> sections) throws IOException, JobFailedException, JobCancelledException {
        pendingCalls.register(FollowUp.ACTIVATED, ids(sections));
        registered.addAll(sections);
        for (Section section : sections) {
            deactivated.add(section);
            try {
                calls.call(run, section, Section::deactivate, Section::activated);
            } catch (SectionException e) {
                run.checkNotCancelled();
                throw new JobFailedException(
                        RestoreMessage.NOT_DEACTIVATED.with(section.descriptor().id(), e.getMessage()), e);
            }
        }
    }

    /**
     * Activates the sections with their restored states.
     *
     * @throws JobFailedException if a section cannot use its restored state; a rollback must follow
     */
    void activate() throws JobFailedException {
        for (Section section : deactivated) {
            activated.add(section);
            try {
                calls.call(section, Section::activated);
            } catch (SectionException e) {
                throw new JobFailedException(
                        RestoreMessage.NOT_ACTIVATED.with(section.descriptor().id(), e.getMessage()), e);
            }
        }
    }

    /** Removes the pending activations, once the state is final. */
    void markActivated() {
        pendingCalls.complete(FollowUp.ACTIVATED, ids(registered));
    }

    /** Deactivates the sections that were activated with their restored states, before a rollback. */
    void deactivateRestored() {
        List<Section> before = activeBefore.get();
        activated.addAll(before);
        deactivated.addAll(before);
        for (Section section : activated) {
            try {
                calls.call(section, Section::deactivate);
            } catch (SectionException e) {
                run.warn(RestoreMessage.RESTORED_STATE_STILL_USED.with(
                        section.descriptor().id(), e.getMessage()));
            }
        }
    }

    /** Activates the deactivated sections with their previous states, after a rollback or without a swap. */
    void reactivatePrevious() {
        Set<Section> reactivated = new LinkedHashSet<>(registered);
        reactivated.addAll(deactivated);
        for (Section section : deactivated) {
            try {
                calls.call(section, Section::activated);
            } catch (SectionException e) {
                reactivated.remove(section);
                run.warn(RestoreMessage.PREVIOUS_STATE_NOT_ACTIVATED.with(
                        section.descriptor().id(), e.getMessage()));
            }
        }
        pendingCalls.complete(FollowUp.ACTIVATED, ids(reactivated));
    }

    private static List<String> ids(Collection<Section> sections) {
        return sections.stream().map(section -> section.descriptor().id()).toList();
    }
}
