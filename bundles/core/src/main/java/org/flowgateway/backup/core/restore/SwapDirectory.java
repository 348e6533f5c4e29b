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

/**
 * Open directory that holds the names of a swap. Names are checked before and after each change, since other users may write there, too.
 */
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

    /**
     * Tells whether a file system is mounted on this directory. A file system of its own shows in the device number, a bind mount only in
     * the mount table.
     */
    boolean isMountPoint(Path self) throws IOException {
        if (MountTable.read().isMountPoint(self)) {
            return true;
        }
        try (DirectoryHandle slash = trees.open(self.getRoot())) {
            return slash.state(self.getParent().toString().substring(1)).device()
                    != slash.state(self.toString().substring(1)).device();
        }
    }

    /** Tells whether a name belongs to a certain directory. */
    boolean hasInode(String name, OptionalLong inode) throws IOException {
        return inode.isPresent()
                && handle.find(name)
                        .filter(state -> hasInode(state, inode.getAsLong()))
                        .isPresent();
    }

    private boolean hasInode(FileState state, long inode) {
        return state.device() == device && state.inode() == inode;
    }

    /** @throws SwapConflictException if a name no longer belongs to a certain directory */
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
     * Creates and opens a directory that only this process's user can enter, whatever it inherits from its parent.
     *
     * @throws FileAlreadyExistsException if the name is taken
     * @throws SwapConflictException if another user replaced it before it was open
     */
    DirectoryHandle create(String name) throws IOException {
        handle.createDirectory(name, OWNER_ONLY);
        DirectoryHandle created;
        try {
            created = handle.openDirectory(name);
        } catch (NotDirectoryException | SymbolicLinkException | NoSuchFileException e) {
            throw conflict(name);
        }
        try {
            FileState state = created.state();
            if (state.uid() != trees.userId()
                    || state.device() != device
                    || !created.names().isEmpty()) {
                throw conflict(name);
            }
            restrictAccess(created, state);
            return created;
        } catch (IOException e) {
            created.close();
            throw e;
        }
    }

    private void restrictAccess(DirectoryHandle created, FileState state) throws IOException {
        if (state.gid() != trees.groupId()) {
            created.setOwner("", trees.userId(), trees.groupId());
        }
        ExtendedAttributes inherited = created.attributes("");
        for (String list : new String[] {ExtendedAttributes.ACCESS_ACL, ExtendedAttributes.DEFAULT_ACL}) {
            if (inherited.values().containsKey(list)) {
                created.removeAttribute(list);
            }
        }
        if (created.state().permissions() != OWNER_ONLY) {
            created.setMode("", OWNER_ONLY);
        }
    }

    /**
     * Opens a directory of the swap with its current mode.
     *
     * @throws SwapConflictException if the name belongs to another directory
     */
    DirectoryHandle openChecked(String name, OptionalLong inode) throws IOException {
        DirectoryHandle opened = handle.openDirectory(name);
        if (inode.isEmpty() || !hasInode(opened.state(), inode.getAsLong())) {
            opened.close();
            throw conflict(name);
        }
        return opened;
    }

    /** Opens a known directory of the swap, and makes it accessible to its owner first if necessary. */
    DirectoryHandle open(String name) throws IOException {
        return open(handle, name);
    }

    private static DirectoryHandle open(DirectoryHandle directory, String name) throws IOException {
        FileState state = directory.state(name);
        makeWritable(directory, name);
        return directory.openDirectory(name, state);
    }

    /** Gives the gateway's user write permission on a directory, if that user may change its mode. */
    static void makeWritable(DirectoryHandle directory, String name) throws IOException {
        if (!directory.isWritable(name)) {
            directory.setMode(name, OWNER_ONLY);
        }
    }

    /**
     * Renames a directory of the swap, durably.
     *
     * @throws SwapConflictException if the name belonged to another directory
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
     * Renames an open directory from wherever another user moved it.
     *
     * @throws SwapConflictException if it cannot be found, or is moved again meanwhile
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
     * Moves another user's file out of the way, without deleting it.
     *
     * @param like beginning of the new name
     */
    void moveAside(String name, String like) throws IOException {
        String free = freeName(like);
        LOG.warn("{} is not what this restore left there. It is kept as {}", path(name), path(free));
        handle.rename(name, handle, free);
        handle.sync();
    }

    /** Returns a name that is not taken, of those that only restores use. */
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
     * Deletes a directory of the swap with all its content. Any other file of that name is left alone.
     *
     * @param recorded whether the journal holds the inode, or would hold it if the directory had ever been used
     * @param opened the directory itself if it is open, else {@code null}: its content is deleted if another user moved it
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

    /** Deletes the previous root, which may have been a file. */
    private void delete(String name, FileState found) throws IOException {
        if (found.isDirectory()) {
            TreeDeletion.delete(handle, name, found);
        } else {
            handle.deleteFile(name);
        }
    }

    /** Deletes a directory whose inode a crash kept out of the journal: it is empty then. */
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
