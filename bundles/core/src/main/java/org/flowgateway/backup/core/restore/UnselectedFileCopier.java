package org.flowgateway.backup.core.restore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.CurrentStateWalk;
import org.flowgateway.backup.core.prepare.EntryFilter;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.tree.SectionWalk;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Copies the files that a partly restored section keeps into its staged tree. They are never linked: a writer to the current state must not
 * reach the staged one. One thread.
 */
final class UnselectedFileCopier {

    private final JobRun run;
    private final EntryFilter filter;
    private final FileSystemSync disk;
    private final FileTrees trees;
    private final EntryFactory entries;
    private final MetadataReader metadataReader;
    private final Map<FileState.Identity, SectionFile> firstNames = new HashMap<>();

    /**
     * @param disk is notified of written bytes
     * @param trees opens the gateway's trees
     */
    UnselectedFileCopier(JobRun run, EntryFilter filter, FileSystemSync disk, FileTrees trees) {
        this.run = run;
        this.filter = filter;
        this.disk = disk;
        this.trees = trees;
        SystemAccounts accounts = new SystemAccounts();
        this.entries = new EntryFactory(accounts);
        this.metadataReader = new MetadataReader(accounts);
    }

    /**
     * Copies a section's kept files.
     *
     * @throws JobFailedException if a file cannot be read, and so cannot be kept
     */
    void copy(SelectedSection section, StagedSection into)
            throws IOException, JobFailedException, JobCancelledException {
        Optional<SectionTree> current = section.open(trees);
        if (current.isEmpty()) {
            return;
        }
        try (SectionTree tree = current.get();
                SectionWalk walk = new SectionWalk(tree, UnselectedFileCopier::refuse)) {
            for (Optional<SectionFile> found = walk.next(); found.isPresent(); found = walk.next()) {
                run.checkNotCancelled();
                // Special files cannot be copied; the checks have warned of them.
                if (filter.keeps(section.id(), found.get().path())
                        && !found.get().isOther()) {
                    copy(found.get(), into);
                }
            }
        }
    }

    private static void refuse(SectionTree tree, String path, ReadError error) throws JobFailedException {
        throw CurrentStateWalk.unreadable(
                tree.displayName(path), error.why(), error.failure().orElse(null));
    }

    private void copy(SectionFile found, StagedSection into) throws IOException, JobFailedException {
        FileState state = found.state();
        SectionFile first =
                state.isRegular() && state.links() > 1 ? firstNames.putIfAbsent(state.identity(), found) : null;
        if (first != null && first.hasName(found)) {
            into.completeUnselected(entries.hardlink(found, first.path()));
        } else if (state.isRegular()) {
            copyContent(found, into);
        } else if (state.isDirectory()) {
            Entry entry = entries.directory(found, complete(found, metadataReader.read(found)));
            into.unpackUnselected(
                    new MemberToRestore(entry, entry.memberName(), 0, 0, 0, ""), InputStream.nullInputStream());
            into.completeUnselected(entry);
        } else {
            into.completeUnselected(entries.symlink(found, linkText(found)));
        }
    }

    private static String linkText(SectionFile found) throws JobFailedException {
        try {
            String target = found.readLink();
            if (FileNames.isText(target)) {
                return target;
            }
        } catch (IOException e) {
            throw unreadable(found, FileFailures.explain(e), e);
        }
        throw unreadable(found, ReadError.LINK_NOT_UTF8.why(), null);
    }

    private void copyContent(SectionFile found, StagedSection into) throws IOException, JobFailedException {
        try (OpenFile file = open(found);
                InputStream content = file.stream()) {
            Entry entry = entries.regular(found, complete(found, metadataReader.read(file)));
            into.unpackUnselected(new MemberToRestore(entry, entry.memberName(), 0, 0, entry.size(), ""), content);
        } catch (EOFException e) {
            throw changing(found, e);
        }
        disk.written(found.state().size());
    }

    private static OpenFile open(SectionFile found) throws JobFailedException {
        OpenFile file;
        try {
            file = found.open();
        } catch (IOException e) {
            throw unreadable(found, FileFailures.explain(e), e);
        }
        if (file.stateWhenOpened().filter(found.state()::equals).isEmpty()) {
            file.close();
            throw changing(found, null);
        }
        return file;
    }

    /** Checks that no metadata is missing: a kept file keeps all of it. */
    private static ExtendedMetadataReading complete(SectionFile found, ExtendedMetadataReading metadata)
            throws JobFailedException {
        if (!metadata.isComplete()) {
            throw new JobFailedException(
                    RestoreMessage.UNSELECTED_ATTRIBUTES_UNREADABLE.with(found.displayName(), metadata.lost()));
        }
        return metadata;
    }

    private static JobFailedException unreadable(SectionFile found, String reason, IOException cause) {
        return CurrentStateWalk.unreadable(found.displayName(), reason, cause);
    }

    private static JobFailedException changing(SectionFile found, IOException cause) {
        return new JobFailedException(RestoreMessage.UNSELECTED_FILE_CHANGES.with(found.displayName()), cause);
    }
}
