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
 * Section that is restored.
 *
 * @param section on this gateway
 * @param summary in the backup
 * @param root its directory; once resolved, without symbolic links as far as it exists
 */
public record SelectedSection(Section section, SectionSummary summary, Path root) {

    public String id() {
        return summary.id();
    }

    /**
     * Opens the current tree, for the caller to close.
     *
     * @return empty if the root does not exist, or is no directory
     * @throws IOException if it cannot be opened, or a symbolic link has replaced it since the check
     */
    public Optional<SectionTree> open(FileTrees trees) throws IOException {
        try {
            return Optional.of(SectionTree.open(section, root, trees));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (SymbolicLinkException e) {
            if (Files.isSymbolicLink(
                    root)) { // The link is dangling; a valid one would have been resolved by the check.
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @throws IOException if another user's symbolic link leads to the root, or the root cannot be resolved */
    SelectedSection resolve(FileTrees trees) throws IOException {
        return new SelectedSection(section, summary, trees.realPath(root.toAbsolutePath()));
    }
}
