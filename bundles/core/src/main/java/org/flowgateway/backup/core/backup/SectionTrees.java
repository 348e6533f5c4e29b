package org.flowgateway.backup.core.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.core.file.IoMessages;
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
    private final KnownSections knownSections;
    private final List<SectionDescriptor> sections = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();
    private final List<SectionTree> trees = new ArrayList<>();

    /** @param knownSections sections of earlier backups */
    SectionTrees(JobRun run, FileTrees opener, OmissionNotes omissions, KnownSections knownSections) {
        this.run = run;
        this.opener = opener;
        this.omissions = omissions;
        this.knownSections = knownSections;
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
            throw new JobFailedException("There is nothing to back up: none of the gateway's sections exists."
                    + " Check where the gateway's tree is set to be");
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
            handleMissing(descriptor, "is not there: " + root + " is not a directory", false);
        } catch (IOException e) {
            boolean missing = !Files.exists(section.root(), LinkOption.NOFOLLOW_LINKS);
            handleMissing(
                    descriptor,
                    (missing || e instanceof NoSuchFileException ? "is not there: " : "cannot be read: ") + root + ": "
                            + IoMessages.explain(e),
                    missing);
        }
        roots.add(FileNames.isText(root.toString()) ? root.toString() : "");
    }

    private void handleMissing(SectionDescriptor section, String reason, boolean missing) throws JobFailedException {
        String sentence = "Section " + section.id() + " (" + section.title() + ") " + reason;
        if (section.required()) {
            if (section.vault() && missing && isKnown(section)) {
                throw new JobFailedException(sentence
                        + ". It was in an earlier backup: mount it, or check where the gateway's tree is set to be."
                        + " If it is gone for good, set required = false in etc/org.flowgateway.backup.section-"
                        + section.id() + ".cfg");
            }
            if (!section.vault() || !missing) {
                throw new JobFailedException(
                        sentence + ". It is required: check where the gateway's tree is set to be");
            }
        }
        String text = sentence + ". This backup is without it";
        if (missing && !isKnown(section)) {
            run.note(text); // It may never have been used here.
        } else {
            run.warn(text);
        }
        omissions.addSection(
                section.id(), missing ? Omission.Reason.SECTION_MISSING : Omission.Reason.SECTION_UNREADABLE, reason);
    }

    private boolean isKnown(SectionDescriptor section) throws JobFailedException {
        try {
            return knownSections.contains(section.id());
        } catch (IOException e) {
            throw new JobFailedException(
                    "The list of sections that were backed up before cannot be read: " + IoMessages.explain(e), e);
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
                run.warn("File systems are mounted within sections, on " + String.join(", ", below)
                        + ". What is on them is in this backup; a restore"
                        + " of these sections is refused until they are unmounted, or are sections of their own");
            }
        } catch (IOException e) {
            LOG.warn("The mount points of this system cannot be told, so nobody is warned of those within sections", e);
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
