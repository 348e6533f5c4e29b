package org.flowgateway.backup.core.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.MountTable;
import org.flowgateway.backup.tree.SymbolicLinkException;
import org.flowgateway.backup.tree.TreeDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open directory that holds the names of a swap. Names are looked at before and after each change: others may write there, too. */
final class SwapDirectory implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SwapDirectory.class);
    private static final int OWNER_ONLY = 0700;
    private static final int MAX_NAMES = 1000;

    private final DirectoryHandle handle;
    private final FileTrees trees;
    private final long device;

    SwapDirectory(DirectoryHandle handle, FileTrees trees) throws IOException {
        this.handle = handle;
        this.trees = trees;
        this.device = handle.state().device();
    }

    DirectoryHandle handle() {
        return handle;
    }

    boolean exists(String name) throws IOException {
        return handle.find(name).isPresent();
    }

    /** Tells whether something is mounted on this directory; a file system of its own shows in its number, a bound directory in the table only. */
    boolean isMountPoint(Path self) throws IOException {
        if (MountTable.read().isMountPoint(self)) {
            return true;
        }
        try (DirectoryHandle slash = trees.open(self.getRoot())) {
            return slash.state(self.getParent().toString().substring(1)).device()
                    != slash.state(self.toString().substring(1)).device();
        }
    }

    /** Tells whether a name is that of a certain directory. */
    boolean hasInode(String name, OptionalLong inode) throws IOException {
        return inode.isPresent()
                && handle.find(name)
                        .filter(state -> hasInode(state, inode.getAsLong()))
                        .isPresent();
    }

    private boolean hasInode(FileState state, long inode) {
        return state.device() == device && state.inode() == inode;
    }

    /** @throws SwapConflictException if a name is not that of a certain directory any more */
    void checkInode(String name, OptionalLong inode) throws IOException {
        if (!hasInode(name, inode)) {
            throw conflict(name);
        }
    }

    SwapConflictException conflict(String name) {
        return new SwapConflictException(path(name), handle.path());
    }

    String path(String name) {
        return handle.path() + "/" + name;
    }

    /**
     * Makes a directory that nobody but this process's user can enter, whatever the directory above hands down, and opens it.
     *
     * @throws FileAlreadyExistsException if the name is taken
     * @throws SwapConflictException if somebody exchanged it before it was open
     */
    DirectoryHandle create(String name) throws IOException {
        handle.createDirectory(name, OWNER_ONLY);
        DirectoryHandle made;
        try {
            made = handle.openDirectory(name);
        } catch (NotDirectoryException | SymbolicLinkException | NoSuchFileException e) {
            throw conflict(name);
        }
        try {
            FileState state = made.state();
            if (state.uid() != trees.userId()
                    || state.device() != device
                    || !made.names().isEmpty()) {
                throw conflict(name);
            }
            restrictAccess(made, state);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private void restrictAccess(DirectoryHandle made, FileState state) throws IOException {
        if (state.gid() != trees.groupId()) {
            made.setOwner("", trees.userId(), trees.groupId());
        }
        ExtendedAttributes inherited = made.attributes("");
        for (String list : new String[] {ExtendedAttributes.ACCESS_ACL, ExtendedAttributes.DEFAULT_ACL}) {
            if (inherited.values().containsKey(list)) {
                made.removeAttribute(list);
            }
        }
        if (made.state().permissions() != OWNER_ONLY) {
            made.setMode("", OWNER_ONLY);
        }
    }

    /**
     * Opens a directory of the swap as it is.
     *
     * @throws SwapConflictException if its name is another one's
     */
    DirectoryHandle openChecked(String name, OptionalLong inode) throws IOException {
        DirectoryHandle opened = handle.openDirectory(name);
        if (inode.isEmpty() || !hasInode(opened.state(), inode.getAsLong())) {
            opened.close();
            throw conflict(name);
        }
        return opened;
    }

    /** Opens a directory that is known to be the swap's; one that its owner may not enter is made so that it can be. */
    DirectoryHandle open(String name) throws IOException {
        return open(handle, name);
    }

    private static DirectoryHandle open(DirectoryHandle directory, String name) throws IOException {
        FileState state = directory.state(name);
        makeWritable(directory, name);
        return directory.openDirectory(name, state);
    }

    /** Lets the gateway's user change what is in a directory, as far as it may decide that. */
    static void makeWritable(DirectoryHandle directory, String name) throws IOException {
        if (!directory.isWritable(name)) {
            directory.setMode(name, OWNER_ONLY);
        }
    }

    /**
     * Renames a directory of the swap, durably.
     *
     * @throws SwapConflictException if it was another one
     */
    void rename(String name, String newName, OptionalLong inode) throws IOException {
        checkInode(name, inode);
        handle.rename(name, handle, newName);
        if (!hasInode(newName, inode)) {
            throw conflict(newName);
        }
        handle.sync();
    }

    /**
     * Renames an open directory, that somebody moved, from wherever it is by now.
     *
     * @throws SwapConflictException if it is nowhere to be found, or is moved again meanwhile
     */
    void moveBack(DirectoryHandle moved, String name) throws IOException {
        Path now = moved.currentPath().orElseThrow(() -> conflict(name));
        FileState expected = moved.state();
        try (DirectoryHandle above = trees.open(now.getParent())) {
            if (above.find(now.getFileName().toString())
                    .filter(expected::isSameFile)
                    .isEmpty()) {
                throw conflict(name);
            }
            above.rename(now.getFileName().toString(), handle, name);
        }
        checkInode(name, OptionalLong.of(expected.inode()));
        handle.sync();
    }

    /**
     * Moves what somebody else made under a name of the swap out of the way, without deleting it.
     *
     * @param like name that the new one begins with
     */
    void moveAside(String name, String like) throws IOException {
        String free = freeName(like);
        LOG.warn("{} is not what this restore left there. It is kept as {}", path(name), path(free));
        handle.rename(name, handle, free);
        handle.sync();
    }

    /** A name that is not taken, of those that only a restore gives. */
    String freeName(String like) throws IOException {
        int end = like.lastIndexOf('.');
        for (int i = 2; i < MAX_NAMES; i++) {
            String name = like.substring(0, end) + "-" + i + like.substring(end);
            if (!exists(name)) {
                return name;
            }
        }
        throw conflict(like);
    }

    /**
     * Deletes a directory of the swap with all that is in it. What else has its name is left alone.
     *
     * @param recorded whether the inode is known, or would be if the directory had ever been used
     * @param opened the directory itself if it is open, else {@code null}: it is emptied if somebody moved it away
     */
    void delete(String name, boolean recorded, OptionalLong inode, DirectoryHandle opened) throws IOException {
        Optional<FileState> found = handle.find(name);
        if (recorded
                && opened != null
                && found.filter(state -> hasInode(state, inode.getAsLong())).isEmpty()) {
            Optional<Path> moved = opened.currentPath();
            if (moved.isPresent()) {
                TreeDeletion.empty(opened);
                LOG.warn("{} was moved to {}. What was in it is deleted", path(name), moved.get());
            }
            return;
        }
        if (found.isEmpty()) {
            return;
        }
        if (!recorded) {
            TreeDeletion.delete(handle, name);
        } else if (inode.isPresent() && hasInode(found.get(), inode.getAsLong())) {
            delete(name, found.get());
        } else if (inode.isEmpty() && found.get().isDirectory()) {
            deleteUnused(name);
        } else {
            LOG.warn("{} is not what this restore made, and is left alone", path(name));
        }
        handle.sync();
    }

    /** A root may have been a file before it was restored. */
    private void delete(String name, FileState found) throws IOException {
        if (found.isDirectory()) {
            TreeDeletion.delete(handle, name, found);
        } else {
            handle.deleteFile(name);
        }
    }

    /** A crash came between the making of the directory and the note of which one it is: it is empty then. */
    private void deleteUnused(String name) throws IOException {
        try {
            handle.deleteDirectory(name);
        } catch (DirectoryNotEmptyException e) {
            LOG.warn("{} is not what this restore made, and is left alone: something is in it", path(name));
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
