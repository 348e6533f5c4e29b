package org.flowgateway.backup.core.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.MountTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sections of a backup, with the trees of those that exist opened. */
final class SectionTrees implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SectionTrees.class);

    private final JobRun run;
    private final FileTrees opener;
    private final OmissionNotes omissions;
    private final SeenSections seenSections;
    private final List<SectionDescriptor> sections = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();
    private final List<SectionTree> trees = new ArrayList<>();

    /** @param seenSections sections of earlier backups */
    SectionTrees(JobRun run, FileTrees opener, OmissionNotes omissions, SeenSections seenSections) {
        this.run = run;
        this.opener = opener;
        this.omissions = omissions;
        this.seenSections = seenSections;
    }

    /**
     * Opens the trees; they are closed with this.
     *
     * @throws JobFailedException if a required section is missing, or all are
     */
    SectionTrees open(List<Section> selected) throws JobFailedException {
        for (Section section : selected) {
            open(section);
        }
        if (trees.isEmpty()) {
            throw new JobFailedException(BackupMessage.NO_SECTION_EXISTS.with());
        }
        warnOfMounts();
        return this;
    }

    private void open(Section section) throws JobFailedException {
        SectionDescriptor descriptor = section.descriptor();
        sections.add(descriptor);
        Path root = section.root();
        try {
            root = opener.realPath(root);
            trees.add(SectionTree.open(section, root, opener));
        } catch (NotDirectoryException e) {
            handleUnreadable(descriptor, root, FileFailures.describe(e));
        } catch (IOException e) {
            if (Files.exists(section.root(), LinkOption.NOFOLLOW_LINKS)) {
                handleUnreadable(descriptor, root, FileFailures.describe(e));
            } else {
                handleMissing(descriptor, root, FileFailures.describe(e));
            }
        }
        roots.add(FileNames.isText(root.toString()) ? root.toString() : "");
    }

    private void handleUnreadable(SectionDescriptor section, Path root, Message reason) throws JobFailedException {
        if (section.required()) {
            throw new JobFailedException(BackupMessage.SECTION_UNREADABLE.with(
                    section.id(), section.title(), root, reason.summary(), reason.action()));
        }
        run.warn(BackupMessage.UNREADABLE_SECTION_OMITTED.with(
                section.id(), section.title(), root, reason.summary(), reason.action()));
        omissions.addSection(
                section.id(), Omission.Reason.SECTION_UNREADABLE, "cannot be read: " + root + ": " + reason.text());
    }

    private void handleMissing(SectionDescriptor section, Path root, Message reason) throws JobFailedException {
        if (section.required() && !section.vault()) {
            throw new JobFailedException(
                    BackupMessage.SECTION_MISSING.with(section.id(), section.title(), root, reason.summary()));
        }
        boolean known = isKnown(section);
        if (section.required() && known) {
            throw new JobFailedException(BackupMessage.SECTION_VANISHED.with(
                    section.id(),
                    section.title(),
                    root,
                    reason.summary(),
                    "org.flowgateway.backup.section-" + section.id() + ".cfg"));
        }
        if (known) {
            run.warn(BackupMessage.SECTION_OMITTED.with(section.id(), section.title(), root, reason.summary()));
        } else { // It may never have been used here.
            run.note(BackupMessage.SECTION_NEVER_SEEN.with(section.id(), section.title(), root, reason.summary()));
        }
        omissions.addSection(
                section.id(), Omission.Reason.SECTION_MISSING, "is not there: " + root + ": " + reason.summary());
    }

    private boolean isKnown(SectionDescriptor section) throws JobFailedException {
        try {
            return seenSections.contains(section.id());
        } catch (IOException e) {
            Message reason = FileFailures.describe(e);
            throw new JobFailedException(
                    BackupMessage.KNOWN_SECTIONS_UNREADABLE.with(reason.summary(), reason.action()), e);
        }
    }

    /** Warns of file systems mounted inside sections. They are backed up, but a restore refuses to swap such a tree. */
    private void warnOfMounts() {
        try {
            MountTable mounts = MountTable.read();
            List<String> below = trees.stream()
                    .flatMap(tree -> mounts.below(tree.root()).stream())
                    .toList();
            if (!below.isEmpty()) {
                run.warn(BackupMessage.MOUNTS_WITHIN_SECTIONS.with(String.join(", ", below)));
            }
        } catch (IOException e) {
            LOG.warn("The mount points of this system cannot be read, so nobody is warned of those within sections", e);
        }
    }

    /** The trees that are open, in order. */
    List<SectionTree> all() {
        return trees;
    }

    /** Summaries of the sections' entries and omissions, without sections that have neither. */
    List<SectionSummary> summaries(IndexWriter index) {
        List<SectionSummary> summaries = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            SectionDescriptor section = sections.get(i);
            SectionSummary summary = new SectionSummary(
                    section.id(),
                    section.title(),
                    section.required(),
                    section.vault(),
                    section.formatVersion(),
                    roots.get(i),
                    index.entries(section.id()),
                    index.bytes(section.id()),
                    index.omitted(section.id()));
            if (summary.entries() > 0 || !summary.omitted().isEmpty()) {
                summaries.add(summary);
            }
        }
        return summaries;
    }

    @Override
    public void close() {
        trees.forEach(SectionTree::close);
    }
}
