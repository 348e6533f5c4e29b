package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.PendingSectionCalls.FollowUp;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a section frozen while any of its files is still to be read, and thaws it in every case. Each pending read holds its section.
 * Thread-safe.
 */
final class SectionFreezer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SectionFreezer.class);

    private final SectionCalls calls;
    private final PendingSectionCalls pendingCalls;
    private final JobRun run;
    private final Set<String> toThaw;
    private final Set<String> notThawed = new LinkedHashSet<>();
    private final Map<Section, Long> holds = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param trees all trees that will be read; their thaws are registered in one write, since an extra thaw does no harm
     * @throws IOException if the pending calls cannot be written
     */
    SectionFreezer(SectionCalls calls, PendingSectionCalls pendingCalls, JobRun run, List<SectionTree> trees)
            throws IOException {
        this.calls = calls;
        this.pendingCalls = pendingCalls;
        this.run = run;
        this.toThaw =
                trees.stream().map(tree -> tree.section().id()).collect(Collectors.toCollection(LinkedHashSet::new));
        pendingCalls.register(FollowUp.THAW, toThaw);
    }

    /**
     * Freezes a section, and holds it for the caller.
     *
     * @throws JobFailedException if it cannot be frozen; it is thawed already
     * @throws JobCancelledException if the job was cancelled, or has ended
     */
    void freeze(Section section) throws JobFailedException, JobCancelledException {
        synchronized (this) {
            if (closed) {
                throw new JobCancelledException("the backup is over");
            }
            hold(section);
        }
        try {
            calls.call(run, section, Section::freeze, Section::thaw);
        } catch (SectionException e) {
            release(section);
            run.checkNotCancelled();
            throw new JobFailedException(
                    BackupMessage.SECTION_NOT_FROZEN.with(
                            section.descriptor().id(), section.descriptor().title(), e.getMessage()),
                    e);
        }
    }

    /** Holds a frozen section for one more read. */
    synchronized void hold(Section section) {
        holds.merge(section, 1L, Long::sum);
    }

    /** Releases one hold. With the last one, the section is thawed before this returns. */
    void release(Section section) {
        synchronized (this) {
            if (holds.computeIfPresent(section, (held, number) -> number == 1 ? null : number - 1) != null || closed) {
                return;
            }
        }
        thaw(section);
    }

    private void thaw(Section section) {
        String id = section.descriptor().id();
        try {
            calls.call(section, Section::thaw);
        } catch (SectionException e) {
            LOG.error("Section {} may still be frozen; it is thawed once more at the next start", id, e);
            run.warn(BackupMessage.SECTION_NOT_THAWED.with(
                    id, section.descriptor().title(), e.getMessage()));
            synchronized (this) {
                notThawed.add(id);
            }
        }
    }

    /** Thaws all frozen sections. No section is frozen afterwards. */
    @Override
    public void close() {
        List<Section> frozen;
        synchronized (this) {
            closed = true;
            frozen = List.copyOf(holds.keySet());
        }
        frozen.forEach(this::thaw);
        synchronized (this) {
            toThaw.removeAll(notThawed);
        }
        pendingCalls.complete(FollowUp.THAW, toThaw);
    }
}
