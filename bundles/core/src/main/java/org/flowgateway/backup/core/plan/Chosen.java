package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.FileTrees;

/**
 * A section that is restored.
 *
 * @param section on this gateway
 * @param summary in the backup
 * @param root its directory, without symbolic links as far as it exists once it was checked
 */
public record Chosen(Section section, SectionSummary summary, Path root) {

    /** The section's id. */
    public String id() {
        return summary.id();
    }

    /** What is there now; empty if that is nothing, or no directory. */
    public Optional<SectionTree> present() {
        return Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) ? Optional.of(new SectionTree(section, section.descriptor(), root)) : Optional.empty();
    }

    /** @throws IOException if somebody else's symbolic link leads to its directory, or that cannot be looked for */
    Chosen real(FileTrees trees) throws IOException {
        return new Chosen(section, summary, trees.realPath(root.toAbsolutePath()));
    }
}
