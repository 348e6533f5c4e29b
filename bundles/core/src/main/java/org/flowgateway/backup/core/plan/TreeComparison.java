package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CheckList;
import org.flowgateway.backup.core.prepare.CurrentStateWalk;
import org.flowgateway.backup.core.prepare.EntryFilter;
import org.flowgateway.backup.core.prepare.OmittedFiles;
import org.flowgateway.backup.core.prepare.OwnerCheck;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Compares the gateway's current trees with a backup's index. Both come in the order of a walk and are read side by side, so neither is in
 * memory as a whole. One thread.
 */
final class TreeComparison {

    private final JobRun run;
    private final Index index;
    private final List<SelectedSection> selected;
    private final EntryFilter filter;
    private final OmittedFiles omitted;
    private final CurrentStateWalk walk;
    private final MetadataComparison metadata;
    private final OwnerCheck owners;
    private final boolean setsOwners;
    private final List<SectionPlan> plans = new ArrayList<>();
    private final Map<String, IndexedEntry> firstEntries = new HashMap<>();
    private HardLinkCounts hardLinks;
    private SectionComparison current;

    TreeComparison(JobRun run, PreparedRestore preparation) {
        this.run = run;
        this.index = preparation.index();
        this.selected = preparation.selected();
        this.filter = preparation.filter();
        this.omitted = preparation.omitted();
        OwnerMapping mapping = new OwnerMapping(new SystemAccounts());
        this.walk = new CurrentStateWalk(run, preparation.trees(), omitted);
        this.owners = new OwnerCheck(mapping);
        this.setsOwners = preparation.trees().userId() == 0;
        this.metadata = new MetadataComparison(mapping, setsOwners);
    }

    /**
     * Compares all selected sections.
     *
     * @return the changes that a restore would make to each section, in their order
     * @throws JobFailedException if a file of the gateway cannot be read
     */
    List<SectionPlan> compare() throws IOException, JobFailedException, JobCancelledException {
        hardLinks = HardLinkCounts.count(
                index, selected.stream().map(SelectedSection::id).collect(Collectors.toSet()));
        try {
            index.forEach(this::accept);
            advanceTo(selected.size());
        } catch (WrappedFailure e) {
            throw e.unwrap();
        } finally {
            walk.close();
        }
        return List.copyOf(plans);
    }

    /** Returns the fingerprint of the compared trees, after the comparison. */
    String fingerprint() {
        return walk.fingerprint();
    }

    /** Adds the check of all entries' owners, after the comparison. */
    void checkOwners(CheckList checks) {
        if (setsOwners) {
            owners.report(checks);
        }
    }

    private void accept(IndexedEntry indexed) throws IOException {
        Entry entry = indexed.entry();
        int position = position(entry.section());
        if (position < 0) {
            return;
        }
        try {
            advanceTo(position);
            current.accept(indexed);
            if (setsOwners && filter.restores(entry.section(), entry.path())) {
                owners.add(entry);
            }
        } catch (JobFailedException | JobCancelledException e) {
            throw new WrappedFailure(e);
        }
    }

    private int position(String section) {
        for (int i = 0; i < selected.size(); i++) {
            if (selected.get(i).id().equals(section)) {
                return i;
            }
        }
        return -1;
    }

    /** Finishes the sections before a position, and begins the one there. */
    private void advanceTo(int position) throws JobFailedException, JobCancelledException, IOException {
        while (plans.size() < position || current == null && position < selected.size()) {
            if (current != null) {
                plans.add(current.finish());
                current = null;
            } else {
                SelectedSection next = selected.get(plans.size());
                current = new SectionComparison(
                        run, next, filter, omitted, hardLinks.links(next.id()), firstEntries, walk, metadata);
            }
        }
    }

    /** Carries a failure of the comparison through the reading of the index. */
    private static final class WrappedFailure extends IOException {

        private static final long serialVersionUID = 1L;

        WrappedFailure(Exception cause) {
            super(cause);
        }

        JobFailedException unwrap() throws JobCancelledException {
            if (getCause() instanceof JobCancelledException cancelled) {
                throw cancelled;
            }
            return (JobFailedException) getCause();
        }
    }
}
