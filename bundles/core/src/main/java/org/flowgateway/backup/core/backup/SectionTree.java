package org.flowgateway.backup.core.backup;

import java.nio.file.Path;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** A section that is being read, and what was read of it so far. One thread at a time. */
final class SectionTree {

    private final SectionDescriptor section;
    private final Path root;
    private long entries;
    private long bytes;

    /** @param root the section's directory, which is there and is no symbolic link */
    SectionTree(SectionDescriptor section, Path root) {
        this.section = section;
        this.root = root;
    }

    SectionDescriptor section() {
        return section;
    }

    Path root() {
        return root;
    }

    void count(long contentBytes) {
        entries++;
        bytes += contentBytes;
    }

    /** Whether anything was read: without even its root, a section is not in the backup, and a restore leaves it alone. */
    boolean isRead() {
        return entries > 0;
    }

    SectionSummary summary() {
        return new SectionSummary(section.id(), section.title(), section.required(), section.vault(), section.formatVersion(), entries, bytes);
    }
}
