package org.flowgateway.backup.core.tree;

import java.io.IOException;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.ListedNames;
import org.flowgateway.backup.tree.OpenFile;

/**
 * A file, directory, link or other thing of a section.
 *
 * @param tree the section it belongs to
 * @param path below the section's root, with {@code /}; "" for the root
 * @param state as the last look found it
 * @param siblings the names of the directory it lies in, as far as a walk knows them
 */
public record SectionFile(SectionTree tree, String path, FileState state, ListedNames siblings) {

    /** The same file as another look found it. */
    public SectionFile with(FileState newer) {
        return new SectionFile(tree, path, newer, siblings);
    }

    /** Looks at what has its name now. */
    public FileState inspect() throws IOException {
        return tree.directory().state(path);
    }

    /**
     * Opens it to read it.
     *
     * @throws org.flowgateway.backup.tree.NotRegularFileException if it is no regular file by now
     */
    public OpenFile open() throws IOException {
        return tree.directory().openFile(path);
    }

    /** Reads the text of a symbolic link. */
    public String readLink() throws IOException {
        return tree.directory().readLink(path);
    }

    /** Tells sockets, pipes and devices, which no backup holds. */
    public boolean isOther() {
        return !state.isRegular() && !state.isDirectory() && !state.isSymlink();
    }

    /** Bytes of content. */
    public long bytes() {
        return state.isRegular() ? state.size() : 0;
    }

    /** The name for people. */
    public String displayName() {
        return tree.displayName(path);
    }

    /**
     * Tells whether a further name that was found is one of this very file, and nobody changed the file in between. The numbers of device and
     * inode alone do not tell: a file that is deleted leaves them to another.
     */
    public boolean hasName(SectionFile other) {
        FileState found = other.state;
        return tree == other.tree
                && state.isSameFile(found)
                && state.mode() == found.mode()
                && state.uid() == found.uid()
                && state.gid() == found.gid()
                && state.size() == found.size()
                && state.modified().equals(found.modified())
                && state.changed().equals(found.changed());
    }
}
