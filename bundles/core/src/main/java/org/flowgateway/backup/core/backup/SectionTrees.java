package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** Finds the roots of sections. */
final class SectionTrees {

    private final JobRun run;

    SectionTrees(JobRun run) {
        this.run = run;
    }

    /** @throws JobFailedException if a required section is not there, or none is */
    List<SectionTree> open(List<Section> sections) throws JobFailedException {
        List<SectionTree> trees = new ArrayList<>();
        for (Section section : sections) {
            open(section).ifPresent(trees::add);
        }
        if (trees.isEmpty()) {
            throw new JobFailedException("There is nothing to back up: none of the gateway's sections exists."
                    + " Check where the gateway's tree is set to be");
        }
        return trees;
    }

    private Optional<SectionTree> open(Section section) throws JobFailedException {
        SectionDescriptor descriptor = section.descriptor();
        try {
            Path root = section.root().toRealPath();
            if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new SectionTree(section, descriptor, root));
            }
            missing(descriptor, section.root() + " is not a directory");
        } catch (IOException e) {
            missing(descriptor, section.root() + ": " + IoMessages.explain(e));
        }
        return Optional.empty();
    }

    private void missing(SectionDescriptor section, String why) throws JobFailedException {
        String sentence = "Section " + section.id() + " (" + section.title() + ") is not there: " + why;
        if (section.required()) {
            throw new JobFailedException(sentence + ". It is required: check where the gateway's tree is set to be");
        }
        run.warn(sentence + ". This backup is without it");
    }
}
