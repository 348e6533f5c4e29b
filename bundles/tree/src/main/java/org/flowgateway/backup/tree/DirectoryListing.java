package org.flowgateway.backup.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of an open directory (getdents64(2)). */
final class DirectoryListing {

    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;

    private DirectoryListing() {}

    /** Returns each name once. */
    static List<String> names(int directory, String path) throws IOException {
        // A set: a file system may list a name twice while names change.
        Set<String> known = new HashSet<>();
        List<String> names = new ArrayList<>();
        visit(directory, path, name -> {
            if (known.add(name)) {
                names.add(name);
            }
            return true;
        });
        return names;
    }

    /** Opens the directory separately, so that several threads can list one at once. */
    static void visit(int directory, String path, NameVisitor visitor) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        int own = Libc.openat(directory, scratch.name("."), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (own < 0) {
            throw Errno.last(path);
        }
        try {
            byte[] bytes = new byte[NativeScratch.PATH_MAX];
            boolean wanted = true;
            List<String> names = next(own, path, bytes);
            while (wanted && !names.isEmpty()) {
                for (String name : names) {
                    wanted = wanted && (name.equals(".") || name.equals("..") || visitor.visit(name));
                }
                names = wanted ? next(own, path, bytes) : names;
            }
        } finally {
            Libc.close(own);
        }
    }

    /** Reads the result of one call completely: a visitor's own calls may use the same memory. */
    private static List<String> next(int own, String path, byte[] bytes) throws IOException {
        NativeScratch scratch = NativeScratch.get();
        long length = Libc.syscall(Libc.SYS_GETDENTS64, own, scratch.dataAddress(), NativeScratch.DATA_SIZE, 0, 0);
        if (length < 0) {
            throw Errno.last(path);
        }
        List<String> names = new ArrayList<>();
        for (int at = 0; at < length; at += scratch.dataShort(at + LENGTH_OFFSET)) {
            names.add(name(scratch, at + NAME_OFFSET, bytes));
        }
        return names;
    }

    private static String name(NativeScratch scratch, int at, byte[] bytes) {
        int length = 0;
        for (byte each = scratch.dataByte(at); each != 0; each = scratch.dataByte(at + length)) {
            bytes[length++] = each;
        }
        return FileNames.decode(bytes, 0, length);
    }
}
