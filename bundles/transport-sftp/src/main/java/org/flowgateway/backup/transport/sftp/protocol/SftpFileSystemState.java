package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;

/**
 * State of the file system of a directory, from {@code statvfs@openssh.com}.
 *
 * @param freeBytes free bytes for this login
 * @param full whether no free bytes or no free inodes are left
 * @param readOnly whether it is mounted read-only
 */
public record SftpFileSystemState(long freeBytes, boolean full, boolean readOnly) {

    private static final int READ_ONLY = 1;
    /** Free bytes below which the file system counts as full: a write of 32 KiB may fail with this much left. */
    private static final long MIN_FREE_BYTES = 64 * 1024;

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
        // Some file systems report no inodes at all: 0 of 0 is not full.
        boolean full = freeBytes < MIN_FREE_BYTES || files > 0 && freeFiles == 0;
        return new SftpFileSystemState(freeBytes, full, (flags & READ_ONLY) != 0);
    }

    private static long saturated(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 ? one * other : Long.MAX_VALUE;
    }
}
