package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;

/**
 * What {@code statvfs@openssh.com} tells of the file system that a directory lies on.
 *
 * @param freeBytes bytes that this login can still store
 * @param full whether nothing more can be stored: no bytes, or no entries (inodes)
 * @param readOnly whether it is mounted read-only
 */
public record SftpFileSystemState(long freeBytes, boolean full, boolean readOnly) {

    private static final int READ_ONLY = 1;
    /** So much can be left where a request of 32 KiB found no room. */
    private static final long NOTHING = 64 * 1024;

    static SftpFileSystemState read(SftpReply reply) throws IOException {
        reply.longNumber();
        long blockSize = reply.longNumber();
        reply.longNumber();
        reply.longNumber();
        long freeBlocks = reply.longNumber();
        long files = reply.longNumber();
        reply.longNumber();
        long freeFiles = reply.longNumber();
        reply.longNumber();
        long flags = reply.longNumber();
        long freeBytes = Math.max(0, saturated(blockSize, freeBlocks));
        // Some file systems count no entries at all: 0 of 0 is not full.
        boolean full = freeBytes < NOTHING || files > 0 && freeFiles == 0;
        return new SftpFileSystemState(freeBytes, full, (flags & READ_ONLY) != 0);
    }

    private static long saturated(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 ? one * other : Long.MAX_VALUE;
    }
}
