package org.flowgateway.backup.tree;

import java.io.IOException;

/**
 * Resolution of paths below a directory, which neither follows a symbolic link at any component nor leaves the directory: in one call if the
 * kernel has openat2(2), otherwise component by component.
 */
final class PathResolution {

    private static final long NO_MAGIC_LINKS = 2;
    private static final long NO_SYMLINKS = 4;
    private static final long BENEATH = 8;
    private static final int HOW_SIZE = 24;
    private static final int MAX_TRIES = 64;
    private static final int DIRECTORY_ONLY = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
    private static final boolean IN_ONE_CALL = isSupported();

    private PathResolution() {}

    private static boolean isSupported() {
        int root = Libc.openat(Libc.AT_FDCWD, NativeScratch.get().name("/"), DIRECTORY_ONLY, 0);
        int opened = root < 0 ? -1 : openBeneath(root, ".", DIRECTORY_ONLY, 0);
        if (root >= 0) {
            Libc.close(root);
        }
        if (opened >= 0) {
            Libc.close(opened);
        }
        return opened >= 0;
    }

    /**
     * Opens a path.
     *
     * @param path with {@code /}; "" for the directory itself
     * @param flags as for open(2); {@code O_NOFOLLOW} and {@code O_CLOEXEC} are added
     * @param mode for a file that is created
     * @param shown the directory's own path, for messages
     * @return a descriptor that the caller closes
     */
    static int open(int directory, String path, int flags, int mode, String shown) throws IOException {
        return open(directory, path, flags, mode, shown, IN_ONE_CALL);
    }

    static int open(int directory, String path, int flags, int mode, String shown, boolean inOneCall)
            throws IOException {
        if (path.isEmpty()) {
            return checked(
                    Libc.openat(
                            directory, NativeScratch.get().name("."), flags | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, mode),
                    shown);
        }
        byte[] bytes = FileNames.encode(path);
        if (inOneCall && bytes.length < NativeScratch.PATH_MAX) {
            return checked(
                    openBeneath(directory, path, flags | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, mode), shown + "/" + path);
        }
        int current = directory;
        int from = 0;
        try {
            for (int slash = next(path, from, inOneCall); slash >= 0; slash = next(path, from, inOneCall)) {
                String head = path.substring(from, slash);
                int below = checked(
                        inOneCall
                                ? openBeneath(current, head, DIRECTORY_ONLY, 0)
                                : Libc.openat(current, NativeScratch.get().name(head), DIRECTORY_ONLY, 0),
                        shown + "/" + path);
                close(current, directory);
                current = below;
                from = slash + 1;
            }
            String last = path.substring(from);
            return checked(
                    Libc.openat(
                            current, NativeScratch.get().name(last), flags | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, mode),
                    shown + "/" + path);
        } finally {
            close(current, directory);
        }
    }

    /** Returns the end of the next part of a path: after one component, or after as many as fit into one call; -1 before the last component. */
    private static int next(String path, int from, boolean inOneCall) {
        int slash = path.indexOf('/', from);
        if (!inOneCall) {
            return slash;
        }
        int end = slash;
        while (slash >= 0
                && 3 * (slash - from)
                        < NativeScratch
                                .PATH_MAX) { // A character of a name takes at most three bytes in UTF-8, a surrogate
            // pair four.
            end = slash;
            slash = path.indexOf('/', slash + 1);
        }
        return end;
    }

    private static void close(int descriptor, int except) {
        if (descriptor != except) {
            Libc.close(descriptor);
        }
    }

    private static int openBeneath(int directory, String path, int flags, int mode) {
        NativeScratch scratch = NativeScratch.get();
        int descriptor = -1;
        for (int tries = 0; descriptor < 0 && tries < MAX_TRIES; tries++) {
            scratch.putStatLong(0, flags);
            scratch.putStatLong(8, mode);
            scratch.putStatLong(16, BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS);
            descriptor = (int)
                    Libc.syscall(Libc.SYS_OPENAT2, directory, scratch.name(path), scratch.statAddress(), HOW_SIZE, 0);
            if (descriptor < 0
                    && Errno.last()
                            != Errno.EAGAIN) { // The kernel asks for a retry if something was renamed meanwhile.
                return -1;
            }
        }
        return descriptor;
    }

    private static int checked(int descriptor, String shown) throws IOException {
        if (descriptor < 0) {
            throw Errno.last(shown);
        }
        return descriptor;
    }
}
