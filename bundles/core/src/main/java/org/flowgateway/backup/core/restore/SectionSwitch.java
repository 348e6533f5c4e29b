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
import org.flowgateway.backup.core.section.PendingSectionCalls.Owed;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;

/**
 * Takes sections out of use before their states change places, and puts them back to use afterwards, whichever states they have then. One
 * thread at a time.
 */
public final class SectionSwitch {

    private final SectionCalls calls;
    private final PendingSectionCalls owed;
    private final JobRun run;
    private final Supplier<List<Section>> inUse;
    private final List<Section> noted = new ArrayList<>();
    private final List<Section> off = new ArrayList<>();
    private final List<Section> on = new ArrayList<>();

    /** None was put to use by an earlier run of the gateway. */
    public SectionSwitch(SectionCalls calls, PendingSectionCalls owed, JobRun run) {
        this(calls, owed, run, List::of);
    }

    /** @param inUse gives the sections that an earlier run of the gateway put to use with their restored states, as far as they are there */
    public SectionSwitch(SectionCalls calls, PendingSectionCalls owed, JobRun run, Supplier<List<Section>> inUse) {
        this.calls = calls;
        this.owed = owed;
        this.run = run;
        this.inUse = inUse;
    }

    /**
     * Deactivates sections, before the exchange.
     *
     * @throws IOException if it cannot be noted that they are to be activated again; none was called
     * @throws JobFailedException if one cannot let go of its state; {@link #restoreOld} is due then
     * @throws JobCancelledException if the job was asked to stop; the same is due
     */
    void off(List<Section> sections) throws IOException, JobFailedException, JobCancelledException {
        owed.owe(Owed.ACTIVATED, ids(sections));
        noted.addAll(sections);
        for (Section section : sections) {
            off.add(section);
            try {
                calls.ask(run, section, Section::deactivate, Section::activated);
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
    void on() throws JobFailedException {
        for (Section section : off) {
            on.add(section);
            try {
                calls.ask(section, Section::activated);
            } catch (SectionException e) {
                throw new JobFailedException(
                        "The gateway cannot work with the restored "
                                + section.descriptor().id() + ": " + e.getMessage() + ". The gateway is as it was",
                        e);
            }
        }
    }

    /** Notes that all sections work with the states that are final now. */
    void settled() {
        owed.done(Owed.ACTIVATED, ids(noted));
    }

    /** Deactivates the sections that were activated with their restored states, before these are taken back. */
    void offAgain() {
        List<Section> before = inUse.get();
        on.addAll(before);
        off.addAll(before);
        for (Section section : on) {
            try {
                calls.ask(section, Section::deactivate);
            } catch (SectionException e) {
                run.warn(section.descriptor().id()
                        + " did not let go of its restored state before that was taken back: " + e.getMessage());
            }
        }
    }

    /** Activates the sections that were deactivated with their old states, which are back in place or never left it. */
    void restoreOld() {
        Set<Section> settled = new LinkedHashSet<>(noted);
        settled.addAll(off);
        for (Section section : off) {
            try {
                calls.ask(section, Section::activated);
            } catch (SectionException e) {
                settled.remove(section);
                run.warn(section.descriptor().id() + " does not work with its old state, which is back in place: "
                        + e.getMessage());
            }
        }
        owed.done(Owed.ACTIVATED, ids(settled));
    }

    private static List<String> ids(Collection<Section> sections) {
        return sections.stream().map(section -> section.descriptor().id()).toList();
    }
}
