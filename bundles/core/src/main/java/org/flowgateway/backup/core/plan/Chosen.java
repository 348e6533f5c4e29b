package org.flowgateway.backup.core.plan;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.RealPath;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;

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

    Chosen real() {
        return new Chosen(section, summary, RealPath.of(root));
    }
}
