package org.flowgateway.backup.tree;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * System calls, as in glibc on 64-bit Linux. Pointers are addresses of memory outside the heap. All set {@code errno}, which
 * {@link Native#getLastError} returns for the calling thread.
 */
final class Libc {

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_EMPTY_PATH = 0x1000;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;
    /** Flags whose values are swapped between the architectures (asm/fcntl.h). */
    static final int O_DIRECTORY;

    static final int O_NOFOLLOW;

    static final int LOCK_SH = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;
    static final int RENAME_NOREPLACE = 1;
    static final int STATX_BASIC = 0x7ff;

    static final long SYS_OPENAT2 = 437;
    static final long SYS_GETDENTS64;
    static final long SYS_RENAMEAT2;

    static {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        O_DIRECTORY = arm ? 040000 : 0200000;
        O_NOFOLLOW = arm ? 0100000 : 0400000;
        SYS_GETDENTS64 = arm ? 61 : 217;
        SYS_RENAMEAT2 = arm ? 276 : 316;
        Native.register(Libc.class, NativeLibrary.getInstance("c", Map.of()));
    }

    private Libc() {}

    static native int openat(int directory, long name, int flags, int mode);

    static native int close(int descriptor);

    static native int statx(int directory, long name, int flags, int mask, long buffer);

    static native long pread(int descriptor, long buffer, long count, long offset);

    static native long pwrite(int descriptor, long buffer, long count, long offset);

    static native long lseek(int descriptor, long offset, int whence);

    static native int ftruncate(int descriptor, long length);

    static native int fsync(int descriptor);

    static native int syncfs(int descriptor);

    static native int flock(int descriptor, int operation);

    static native int mkdirat(int directory, long name, int mode);

    static native int symlinkat(long target, int directory, long name);

    static native int linkat(int directory, long name, int newDirectory, long newName, int flags);

    static native long readlinkat(int directory, long name, long buffer, long size);

    static native int unlinkat(int directory, long name, int flags);

    static native int renameat(int directory, long name, int newDirectory, long newName);

    static native int fchmod(int descriptor, int mode);

    static native int fchmodat(int directory, long name, int mode, int flags);

    static native int fchownat(int directory, long name, int uid, int gid, int flags);

    static native int fchown(int descriptor, int uid, int gid);

    static native int utimensat(int directory, long name, long times, int flags);

    static native int futimens(int descriptor, long times);

    static native int fstatvfs(int descriptor, long buffer);

    static native long flistxattr(int descriptor, long list, long size);

    static native long fgetxattr(int descriptor, long name, long value, long size);

    static native int fsetxattr(int descriptor, long name, long value, long size, int flags);

    static native int lsetxattr(long path, long name, long value, long size, int flags);

    static native int fremovexattr(int descriptor, long name);

    static native long llistxattr(long path, long list, long size);

    static native long lgetxattr(long path, long name, long value, long size);

    static native int faccessat(int directory, long name, int mode, int flags);

    static native int geteuid();

    static native int getegid();

    static native int getpwuid_r(int uid, long record, long buffer, long size, long result);

    static native int getpwnam_r(long name, long record, long buffer, long size, long result);

    static native int getgrgid_r(int gid, long record, long buffer, long size, long result);

    static native int getgrnam_r(long name, long record, long buffer, long size, long result);

    static native long syscall(long number, long first, long second, long third, long fourth, long fifth);
}
