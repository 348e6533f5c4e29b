package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * A section that is restored.
 *
 * @param section on this gateway
 * @param summary in the backup
 * @param root its directory, without symbolic links as far as it exists once it was checked
 */
public record SelectedSection(Section section, SectionSummary summary, Path root) {

    /** The section's id. */
    public String id() {
        return summary.id();
    }

    /**
     * Opens what is there now, for the caller to close.
     *
     * @return empty if that is nothing, or no directory
     * @throws IOException if it cannot be opened, or a symbolic link leads to it since the root was checked
     */
    public Optional<SectionTree> open(FileTrees trees) throws IOException {
        try {
            return Optional.of(SectionTree.open(section, root, trees));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (SymbolicLinkException e) {
            if (Files.isSymbolicLink(
                    root)) { // It leads nowhere, or it would have been followed when the root was checked.
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @throws IOException if somebody else's symbolic link leads to its directory, or that cannot be looked for */
    SelectedSection resolve(FileTrees trees) throws IOException {
        return new SelectedSection(section, summary, trees.realPath(root.toAbsolutePath()));
    }
}
