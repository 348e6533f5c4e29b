package org.flowgateway.backup.core.tree;

import java.io.IOException;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.ListedNames;
import org.flowgateway.backup.tree.OpenFile;

/**
 * A file, directory, link or special file of a section.
 *
 * @param tree the section's tree
 * @param path below the section's root, with {@code /}; "" for the root
 * @param state as of the last inspection
 * @param siblings the names of its directory, as far as a walk knows them
 */
public record SectionFile(SectionTree tree, String path, FileState state, ListedNames siblings) {

    /** Returns the same file with a newer state. */
    public SectionFile with(FileState newer) {
        return new SectionFile(tree, path, newer, siblings);
    }

    /** Reads the state of the file that has this name now. */
    public FileState inspect() throws IOException {
        return tree.directory().state(path);
    }

    /**
     * Opens the file to read it.
     *
     * @throws org.flowgateway.backup.tree.NotRegularFileException if it is no longer a regular file
     */
    public OpenFile open() throws IOException {
        return tree.directory().openFile(path);
    }

    /** Reads the target of a symbolic link. */
    public String readLink() throws IOException {
        return tree.directory().readLink(path);
    }

    /** Tells whether this is a socket, pipe or device, which no backup holds. */
    public boolean isOther() {
        return !state.isRegular() && !state.isDirectory() && !state.isSymlink();
    }

    /** Returns the bytes of content. */
    public long bytes() {
        return state.isRegular() ? state.size() : 0;
    }

    /** Returns the name for people. */
    public String displayName() {
        return tree.displayName(path);
    }

    /**
     * Tells whether another name belongs to this very file, and the file did not change in between. Device and inode numbers alone are no
     * proof: a deleted file's are used again.
     */
    @SuppressWarnings("ReferenceEquality") // An open tree is equal to none but itself.
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
