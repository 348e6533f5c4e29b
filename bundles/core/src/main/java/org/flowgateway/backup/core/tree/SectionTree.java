package org.flowgateway.backup.core.tree;

import java.nio.file.Path;
import org.flowgateway.backup.archive.IndexWriter;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/**
 * A section's tree on this gateway.
 *
 * @param origin the section itself
 * @param section what it is called and how it is treated
 * @param root its directory, which is there and is no symbolic link
 */
public record SectionTree(Section origin, SectionDescriptor section, Path root) {

    /** What the index holds of it. */
    public SectionSummary summary(IndexWriter index) {
        return new SectionSummary(section.id(), section.title(), section.required(), section.vault(), section.formatVersion(),
                root.toString(), index.entries(section.id()), index.bytes(section.id()), index.omitted(section.id()));
    }
}
