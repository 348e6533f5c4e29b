package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.Path;
import org.flowgateway.backup.archive.Entry;

/**
 * Something that a walk came by.
 *
 * @param tree the section it belongs to
 * @param file where it lies
 * @param path its path in the section, with {@code /}; "" for the root
 * @param state what the file system told of it
 */
public record FoundFile(SectionTree tree, Path file, String path, FileState state) {

    /** The same file, asked anew. */
    public FoundFile again() throws IOException {
        return new FoundFile(tree, file, path, FileState.of(file));
    }

    /** Whether it is no file, directory or symbolic link: no backup holds it. */
    public boolean isOther() {
        return !state.isRegular() && !state.isDirectory() && !state.isSymlink();
    }

    /** What people call it. */
    public String shown() {
        return path.isEmpty() ? tree.section().id() : tree.section().id() + "/" + path;
    }

    public Entry directory(Owners owners) throws IOException {
        return entry(Entry.Type.DIRECTORY, 0, "", owners);
    }

    public Entry regular(Owners owners) throws IOException {
        return entry(Entry.Type.FILE, state.size(), "", owners);
    }

    public Entry symlink(Path target, Owners owners) throws IOException {
        return entry(Entry.Type.SYMLINK, 0, target.toString(), owners);
    }

    public Entry hardlink(String firstPath, Owners owners) throws IOException {
        return entry(Entry.Type.HARDLINK, 0, firstPath, owners);
    }

    private Entry entry(Entry.Type type, long size, String linkTarget, Owners owners) throws IOException {
        return new Entry(tree.section().id(), path, type, state.permissions(), Integer.toUnsignedLong(state.uid()),
                Integer.toUnsignedLong(state.gid()), owners.user(file, state), owners.group(file, state), size,
                state.modified(), linkTarget);
    }
}
