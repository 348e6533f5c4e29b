package org.flowgateway.backup.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the names of an open directory (getdents64(2)). */
final class DirectoryListing {

    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;

    private DirectoryListing() {
    }

    /** Opens the directory anew, so that several threads can list one at once. */
    static List<String> names(int directory, String path) throws IOException {
        Scratch scratch = Scratch.get();
        int own = Libc.openat(directory, scratch.name("."), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (own < 0) {
            throw Errno.last(path);
        }
        try {
            // A set: while names are changed, a file system may list one twice.
            Set<String> known = new HashSet<>();
            List<String> names = new ArrayList<>();
            byte[] name = new byte[Scratch.PATH_MAX];
            while (true) {
                long length = Libc.syscall(Libc.SYS_GETDENTS64, own, scratch.dataAddress(), Scratch.DATA_SIZE, 0, 0);
                if (length < 0) {
                    throw Errno.last(path);
                }
                if (length == 0) {
                    return names;
                }
                for (int at = 0; at < length; at += scratch.dataShort(at + LENGTH_OFFSET)) {
                    String found = name(scratch, at + NAME_OFFSET, name);
                    if (!found.equals(".") && !found.equals("..") && known.add(found)) {
                        names.add(found);
                    }
                }
            }
        } finally {
            Libc.close(own);
        }
    }

    private static String name(Scratch scratch, int at, byte[] bytes) {
        int length = 0;
        for (byte each = scratch.dataByte(at); each != 0; each = scratch.dataByte(at + length)) {
            bytes[length++] = each;
        }
        return FileNames.decode(bytes, 0, length);
    }
}
