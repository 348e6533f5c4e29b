package org.flowgateway.backup.sections;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directory tree of unknown content, with the commands to run around a backup and a restore. Immutable. */
final class FileTreeSection implements Section {

    private static final Logger LOG = LoggerFactory.getLogger(FileTreeSection.class);

    private final SectionDescriptor descriptor;
    private final Path root;
    private final boolean setId;
    private final boolean linksOut;
    private final SectionCommands commands;

    FileTreeSection(
            SectionDescriptor descriptor, Path root, boolean setId, boolean linksOut, SectionCommands commands) {
        this.descriptor = descriptor;
        this.root = root;
        this.setId = setId;
        this.linksOut = linksOut;
        this.commands = commands;
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

    @Override
    public void freeze() throws SectionException {
        commands.run(commands.freeze());
    }

    @Override
    public void thaw() throws SectionException {
        commands.run(commands.thaw());
    }

    /** Checks that the tree is a directory, the only property that a tree of any content has. */
    @Override
    public void validate(Path staged) throws SectionException {
        if (!Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)) {
            throw SectionCommandMessage.NOT_A_DIRECTORY.exception(descriptor.id());
        }
    }

    @Override
    public void deactivate() throws SectionException {
        commands.run(commands.deactivate());
    }

    /** Runs the command: this section itself holds nothing of the tree in memory. */
    @Override
    public void activated() throws SectionException {
        LOG.info("The state of section {} in {} is to be read anew", descriptor.id(), root);
        commands.run(commands.activated());
    }
}
