package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.prepare.RestoreRoots.Size;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.FileTrees;

/** First half of a restore, and all of a plan but its comparison: finds the backup and makes all checks, without changing anything. */
public final class RestorePreparer {

    private final JobRun run;
    private final TransportLease lease;
    private final ProductInfo product;
    private final List<Section> sections;
    private final RestoreSelection selection;
    private final Optional<StoredPlan> plan;
    private final FileTrees trees;
    private BackupCatalogue catalogue;

    /**
     * @param selection the parts to restore
     * @param plan the plan to execute; empty for a restore without a plan, and for making one
     */
    public RestorePreparer(JobContext context, RestoreSelection selection, Optional<StoredPlan> plan) {
        this.run = context.run();
        this.lease = context.lease();
        this.product = context.product();
        this.sections = context.sections().all();
        this.selection = selection;
        this.plan = plan;
        this.trees = context.trees();
    }

    /**
     * Finds and checks a backup.
     *
     * @param checks receives all results
     * @param cipher made to open; the result needs it
     * @throws JobFailedException if a check of a restore fails
     */
    public Optional<PreparedRestore> prepare(CheckList checks, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        Optional<CommittedBackup> backup = find(checks);
        return backup.isEmpty() ? Optional.empty() : prepare(backup.get(), checks, cipher);
    }

    /** Finds the backup: the plan's, or the newest. */
    public Optional<CommittedBackup> find(CheckList checks) throws IOException, JobFailedException {
        catalogue = new BackupCatalogue(lease.open(), lease.target());
        CommittedBackup backup;
        try {
            backup = plan.isPresent()
                    ? findPlanned(plan.get())
                    : catalogue.resolve(notice -> checks.warning(CheckId.COMMITTED, notice));
        } catch (JobFailedException e) {
            boolean unknown = e.getCause() instanceof ArchiveException archive
                    && archive.reason() == ArchiveException.Reason.UNSUPPORTED;
            checks.fail(unknown ? CheckId.FORMAT : CheckId.COMMITTED, e.description(), e);
            return Optional.empty();
        }
        run.saveBackupDirectory(backup.location().displayName(lease.target().path()));
        return Optional.of(backup);
    }

    private CommittedBackup findPlanned(StoredPlan plan) throws IOException, JobFailedException {
        BackupDirectoryName directory = plan.plan()
                .backup()
                .flatMap(backup -> BackupDirectoryName.parse(backup.directory()))
                .orElseThrow();
        Optional<CommittedBackup> backup = catalogue.committed(
                plan.targetIsBackup() ? BackupLocation.root(directory) : BackupLocation.below(directory));
        if (backup.isEmpty()) {
            throw new JobFailedException(CheckMessage.PLANNED_BACKUP_GONE.with(
                    directory.toString(), plan.plan().id()));
        }
        if (!manifestSha256(backup.get()).equals(plan.manifestSha256())) {
            throw new JobFailedException(CheckMessage.PLANNED_BACKUP_REPLACED.with(
                    directory.toString(), plan.plan().id()));
        }
        return backup.get();
    }

    public static String manifestSha256(CommittedBackup backup) {
        return Sha256.of(backup.manifest().toJson());
    }

    /** Checks a backup that {@link #find} found. */
    public Optional<PreparedRestore> prepare(CommittedBackup backup, CheckList checks, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        Optional<Index> index = new BackupCheck(catalogue, product, checks).open(backup, cipher);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        RestoreRoots roots = new RestoreRoots(checks, trees);
        List<SelectedSection> selected = roots.find(new SectionSelector(selection, sections, checks)
                .select(index.get().sections()));
        PathSelector paths = new PathSelector(selection, selected, checks, trees);
        EntryFilter filter = paths.resolve(index.get());
        checkLinks(backup, index.get(), selected, filter, checks);
        OmittedFiles omitted = new OmissionCheck(checks, trees, selection.dropOmitted())
                .find(index.get(), selected, filter, roots.liveFiles());
        List<SelectedSection> parts = selected.stream()
                .filter(section -> filter.isPartial(section.id()))
                .toList();
        Map<SelectedSection, Size> unselected = new LinkedHashMap<>();
        Map<SelectedSection, Size> needs = new LinkedHashMap<>();
        for (SelectedSection section : selected) {
            unselected.put(
                    section,
                    filter.isPartial(section.id()) ? unselectedSize(section, filter, omitted, checks) : Size.NONE);
            needs.put(section, paths.restoredSize(section).plus(unselected.get(section)));
        }
        roots.checkSpace(selected, needs, () -> estimate(needs, unselected, SpaceEstimate.of(index.get(), filter)));
        UnchangedGuard guard = plan.isPresent()
                ? UnchangedGuard.ofPlan(run, trees, selected, omitted, plan.get())
                : UnchangedGuard.ofPartialRestore(run, trees, parts, omitted);
        if (plan.isPresent()) {
            guard.check(); // The guard checks again before the swap; a plan that no longer holds needs no packs.
        }
        return Optional.of(
                new PreparedRestore(backup, index.get(), selected, filter, omitted, guard, plan.isPresent(), trees));
    }

    /** Returns closer bounds: of sparse files, by what the backup stores of them instead of by their lengths. */
    private static Map<SelectedSection, Size> estimate(
            Map<SelectedSection, Size> upperBounds, Map<SelectedSection, Size> unselected, SpaceEstimate stored) {
        Map<SelectedSection, Size> estimated = new LinkedHashMap<>();
        upperBounds.forEach((section, bound) -> estimated.put(
                section,
                new Size(
                        bound.entries(),
                        stored.bytes(section.id()) + unselected.get(section).bytes())));
        return estimated;
    }

    private static void checkLinks(
            CommittedBackup backup, Index index, List<SelectedSection> selected, EntryFilter filter, CheckList checks)
            throws IOException, JobFailedException {
        Optional<Entry> rejected = SymlinkPolicy.findRejected(index, selected, filter);
        if (rejected.isEmpty()) {
            checks.ok(CheckId.LINKS, CheckMessage.LINKS_ALLOWED.with());
        } else {
            Entry link = rejected.get();
            checks.fail(
                    CheckId.LINKS,
                    CheckMessage.LINK_LEADS_OUT.with(
                            backup.location().directory().toString(),
                            link.memberName(),
                            link.linkTarget(),
                            link.section()));
        }
    }

    private Size unselectedSize(SelectedSection section, EntryFilter filter, OmittedFiles omitted, CheckList checks)
            throws JobFailedException, JobCancelledException {
        long entries = 0;
        long bytes = 0;
        try (CurrentStateWalk walk = new CurrentStateWalk(run, trees, omitted)) {
            walk.begin(section);
            for (Optional<SectionFile> found = walk.next(); found.isPresent(); found = walk.next()) {
                if (filter.keeps(section.id(), found.get().path())) {
                    entries++;
                    bytes += found.get().bytes();
                    if (found.get().isOther()) {
                        checks.warning(
                                CheckId.PATHS,
                                CheckMessage.SPECIAL_FILE_NOT_KEPT.with(
                                        found.get().displayName()));
                    }
                }
            }
        }
        return new Size(entries, bytes);
    }
}
