package org.flowgateway.backup.core.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Open tree of a section on this gateway; its opener closes it.
 *
 * @param origin the section itself
 * @param section its descriptor
 * @param root absolute path of its directory, without symbolic links
 * @param directory the open directory; all files of the tree are reached from there
 */
public record SectionTree(Section origin, SectionDescriptor section, Path root, DirectoryHandle directory)
        implements Closeable {

    /**
     * Opens a tree.
     *
     * @param root absolute path without symbolic links; a link that has appeared since is not followed
     */
    public static SectionTree open(Section origin, Path root, FileTrees trees) throws IOException {
        return new SectionTree(origin, origin.descriptor(), root, trees.open(root));
    }

    /**
     * Returns the name of a file of this tree for people.
     *
     * @param path below the root, with {@code /}; "" for the root
     */
    public String displayName(String path) {
        return path.isEmpty() ? section.id() : section.id() + "/" + FileNames.display(path);
    }

    @Override
    public void close() {
        directory.close();
    }
}
