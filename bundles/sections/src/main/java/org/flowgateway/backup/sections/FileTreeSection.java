package org.flowgateway.backup.sections;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory tree of which nothing is known but where it lies. Immutable. */
final class FileTreeSection implements Section {

    private static final Logger LOG = LoggerFactory.getLogger(FileTreeSection.class);

    private final SectionDescriptor descriptor;
    private final Path root;
    private final boolean setId;
    private final boolean linksOut;

    FileTreeSection(SectionDescriptor descriptor, Path root, boolean setId, boolean linksOut) {
        this.descriptor = descriptor;
        this.root = root;
        this.setId = setId;
        this.linksOut = linksOut;
    }

    @Override
    public SectionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public boolean allowsSetId() {
        return setId;
    }

    @Override
    public boolean allowsLinksOut() {
        return linksOut;
    }

    /** Of a tree of any content, all that can be said is whether it is one. */
    @Override
    public void validate(Path staged) throws SectionException {
        if (!Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)) {
            throw new SectionException("The restored state of section " + descriptor.id() + " is not a directory: take another backup to restore");
        }
    }

    /** Nothing holds the tree in memory, so nothing has to read it anew. */
    @Override
    public void activated() {
        LOG.info("The state of section {} in {} was exchanged", descriptor.id(), root);
    }
}
