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

/**
 * Takes sections out of use before their states change places, and puts them back to use afterwards, whichever states they have then. One
 * thread at a time.
 */
public final class SectionSwitch {

    private final SectionCalls calls;
    private final PendingSectionCalls pendingCalls;
    private final JobRun run;
    private final Supplier<List<Section>> activeBefore;
    private final List<Section> registered = new ArrayList<>();
    private final List<Section> deactivated = new ArrayList<>();
    private final List<Section> activated = new ArrayList<>();

    /** None was put to use by an earlier run of the gateway. */
    public SectionSwitch(SectionCalls calls, PendingSectionCalls pendingCalls, JobRun run) {
        this(calls, pendingCalls, run, List::of);
    }

    /** @param activeBefore gives the sections that an earlier run of the gateway put to use with their restored states, as far as they are there */
    public SectionSwitch(
            SectionCalls calls, PendingSectionCalls pendingCalls, JobRun run, Supplier<List<Section>> activeBefore) {
        this.calls = calls;
        this.pendingCalls = pendingCalls;
        this.run = run;
        this.activeBefore = activeBefore;
    }

    /**
     * Deactivates sections, before the exchange.
     *
     * @throws IOException if it cannot be noted that they are to be activated again; none was called
     * @throws JobFailedException if one cannot let go of its state; {@link #reactivatePrevious} is due then
     * @throws JobCancelledException if the job was asked to stop; the same is due
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
                        "The gateway cannot let go of its present "
                                + section.descriptor().id() + ": " + e.getMessage() + ". The gateway is as it was",
                        e);
            }
        }
    }

    /**
     * Activates the sections with their restored states.
     *
     * @throws JobFailedException if the gateway cannot work with one; the restored states are to be taken back then
     */
    void activate() throws JobFailedException {
        for (Section section : deactivated) {
            activated.add(section);
            try {
                calls.call(section, Section::activated);
            } catch (SectionException e) {
                throw new JobFailedException(
                        "The gateway cannot work with the restored "
                                + section.descriptor().id() + ": " + e.getMessage() + ". The gateway is as it was",
                        e);
            }
        }
    }

    /** Notes that all sections work with the states that are final now. */
    void markActivated() {
        pendingCalls.complete(FollowUp.ACTIVATED, ids(registered));
    }

    /** Deactivates the sections that were activated with their restored states, before these are taken back. */
    void deactivateRestored() {
        List<Section> before = activeBefore.get();
        activated.addAll(before);
        deactivated.addAll(before);
        for (Section section : activated) {
            try {
                calls.call(section, Section::deactivate);
            } catch (SectionException e) {
                run.warn(section.descriptor().id()
                        + " did not let go of its restored state before that was taken back: " + e.getMessage());
            }
        }
    }

    /** Activates the sections that were deactivated with their old states, which are back in place or never left it. */
    void reactivatePrevious() {
        Set<Section> reactivated = new LinkedHashSet<>(registered);
        reactivated.addAll(deactivated);
        for (Section section : deactivated) {
            try {
                calls.call(section, Section::activated);
            } catch (SectionException e) {
                reactivated.remove(section);
                run.warn(section.descriptor().id() + " does not work with its old state, which is back in place: "
                        + e.getMessage());
            }
        }
        pendingCalls.complete(FollowUp.ACTIVATED, ids(reactivated));
    }

    private static List<String> ids(Collection<Section> sections) {
        return sections.stream().map(section -> section.descriptor().id()).toList();
    }
}
