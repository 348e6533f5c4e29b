package org.flowgateway.backup.tree;

import java.io.IOException;
import java.time.Instant;

/** Calls that files and directories share: statx(2), times, locks. */
final class StatCalls {

    private static final long MAX_SECOND = Instant.MAX.getEpochSecond();
    private static final long MIN_SECOND = Instant.MIN.getEpochSecond();
    /** Bytes of a block, independent of the file system's block size. */
    private static final int BLOCK = 512;

    private static final long OMIT = (1L << 30) - 2;

    private StatCalls() {}

    /** Call on a descriptor. */
    @FunctionalInterface
    interface Call {
        int on(int descriptor);
    }

    /**
     * Reads the state of a file without following a symbolic link.
     *
     * @param name in the directory, or "" for the open file itself
     * @param shown absolute path for messages
     */
    static FileState of(int directory, String name, String shown) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        int flags = name.isEmpty() ? Libc.AT_EMPTY_PATH : Libc.AT_SYMLINK_NOFOLLOW;
        if (Libc.statx(directory, scratch.name(name), flags, Libc.STATX_BASIC, scratch.statAddress()) < 0) {
            throw Errno.last(shown);
        }
        return state(scratch);
    }

    /** Decodes {@code struct statx} (linux/stat.h), whose offsets are the same on all architectures. */
    private static FileState state(NativeScratch scratch) {
        return new FileState(
                scratch.statShort(28),
                (long) scratch.statInt(136) << 32 | Integer.toUnsignedLong(scratch.statInt(140)),
                scratch.statLong(32),
                Integer.toUnsignedLong(scratch.statInt(16)),
                Integer.toUnsignedLong(scratch.statInt(20)),
                Integer.toUnsignedLong(scratch.statInt(24)),
                scratch.statLong(40),
                scratch.statLong(48) * BLOCK,
                time(scratch, 112),
                time(scratch, 96),
                scratch.statLong(8));
    }

    private static Instant time(NativeScratch scratch, int offset) {
        long seconds = scratch.statLong(offset);
        return Instant.ofEpochSecond(Math.max(MIN_SECOND, Math.min(MAX_SECOND, seconds)), scratch.statInt(offset + 8));
    }

    /** Writes the times for a call; the access time stays unchanged. */
    static void putTimes(NativeScratch scratch, Instant modified) {
        scratch.putStatLong(0, 0);
        scratch.putStatLong(8, OMIT);
        scratch.putStatLong(16, modified.getEpochSecond());
        scratch.putStatLong(24, modified.getNano());
    }

    static boolean tryLock(ClosableDescriptor descriptor, String path) throws IOException {
        int number = descriptor.use();
        try {
            if (Libc.flock(number, Libc.LOCK_EX | Libc.LOCK_NB) == 0) {
                return true;
            }
            int error = Errno.last();
            if (error == Errno.EAGAIN) {
                return false;
            }
            throw Errno.exception(error, path);
        } finally {
            descriptor.done();
        }
    }
}
