package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * Everything the file system tells of a file in one call. Two equal states mean that nobody wrote to the file in between: a change that
 * puts the modification time back still moves the change time.
 *
 * @param mode type and permission bits as in {@code st_mode} (POSIX {@code sys/stat.h})
 * @param device number of the file system
 * @param inode number within it
 * @param links names the file has
 * @param uid owner
 * @param gid group
 * @param size bytes
 * @param modified last change of the content
 * @param changed last change of content or attributes
 */
public record FileState(int mode, long device, long inode, int links, int uid, int gid, long size, Instant modified, Instant changed) {

    private static final String ATTRIBUTES = "unix:mode,dev,ino,nlink,uid,gid,size,lastModifiedTime,ctime";
    private static final int TYPE_BITS = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    /** Asks the file system, without following a symbolic link. */
    public static FileState of(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        return new FileState((Integer) attributes.get("mode"), (Long) attributes.get("dev"), (Long) attributes.get("ino"),
                (Integer) attributes.get("nlink"), (Integer) attributes.get("uid"), (Integer) attributes.get("gid"),
                (Long) attributes.get("size"), ((FileTime) attributes.get("lastModifiedTime")).toInstant(),
                ((FileTime) attributes.get("ctime")).toInstant());
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

    /** Permission bits with set-user-id, set-group-id and sticky: 0 to 07777. */
    public int permissions() {
        return mode & 07777;
    }

    /** What names the file's content, whatever the file is called. */
    public Identity identity() {
        return new Identity(device, inode);
    }

    /** A file's content, under whatever name. */
    public record Identity(long device, long inode) {
    }
}
