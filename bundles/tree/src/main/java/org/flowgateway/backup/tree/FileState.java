package org.flowgateway.backup.tree;

import java.time.Instant;
import java.util.Objects;

/**
 * State of a file as of statx(2). Equal states mean that nobody wrote to the file in between: a change that resets the modification time still
 * sets the change time. The allocated size is not compared, since a file system changes it when it writes its cache to disk.
 *
 * @param mode type and permission bits as in {@code st_mode} (POSIX {@code sys/stat.h})
 * @param device number of the file system
 * @param inode number within it
 * @param links number of names
 * @param uid number of the owner, 0 to 4294967295
 * @param gid number of the group, 0 to 4294967295
 * @param size bytes
 * @param allocated bytes on disk, fewer than {@code size} for a sparse file
 * @param modified last change of the content
 * @param changed last change of content or attributes
 * @param flags attributes as in {@code stx_attributes}
 */
public record FileState(
        int mode,
        long device,
        long inode,
        long links,
        long uid,
        long gid,
        long size,
        long allocated,
        Instant modified,
        Instant changed,
        long flags) {

    private static final int TYPE_BITS = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;
    private static final int SOCKET = 0140000;
    private static final int PIPE = 0010000;
    private static final long IMMUTABLE = 0x10;
    private static final long APPEND_ONLY = 0x20;

    /** Types of files. */
    public enum Type {
        REGULAR,
        DIRECTORY,
        SYMLINK,
        SOCKET,
        PIPE,
        DEVICE
    }

    public Type type() {
        return switch (mode & TYPE_BITS) {
            case REGULAR -> Type.REGULAR;
            case DIRECTORY -> Type.DIRECTORY;
            case SYMLINK -> Type.SYMLINK;
            case SOCKET -> Type.SOCKET;
            case PIPE -> Type.PIPE;
            default -> Type.DEVICE;
        };
    }

    public boolean isRegular() {
        return (mode & TYPE_BITS) == REGULAR;
    }

    public boolean isDirectory() {
        return (mode & TYPE_BITS) == DIRECTORY;
    }

    public boolean isSymlink() {
        return (mode & TYPE_BITS) == SYMLINK;
    }

    /** Returns whether nobody may change or delete the file until an attribute is cleared (chattr(1), {@code i} and {@code a}). */
    public boolean isProtected() {
        return (flags & (IMMUTABLE | APPEND_ONLY)) != 0;
    }

    /** Permission bits with set-user-id, set-group-id and sticky: 0 to 07777. */
    public int permissions() {
        return mode & 07777;
    }

    /** Identity of the file, independent of its name. */
    public Identity identity() {
        return new Identity(device, inode);
    }

    /** Returns whether another state is of the same file, with the same type. */
    public boolean isSameFile(FileState other) {
        return device == other.device && inode == other.inode && (mode & TYPE_BITS) == (other.mode & TYPE_BITS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileState state
                && mode == state.mode
                && device == state.device
                && inode == state.inode
                && links == state.links
                && uid == state.uid
                && gid == state.gid
                && size == state.size
                && modified.equals(state.modified)
                && changed.equals(state.changed)
                && flags == state.flags;
    }

    @Override
    public int hashCode() {
        return Objects.hash(device, inode, changed);
    }

    /** File identity, independent of its name. */
    public record Identity(long device, long inode) {}
}
