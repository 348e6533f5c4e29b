package org.flowgateway.backup.tree;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Calls of xattr(7). */
final class XattrCalls {

    private static final int MAX_NAME = 255;

    private XattrCalls() {}

    /** Read of a list of names, or of a value, into the general region; the result is its length or -1. */
    private interface Read {
        long into(NativeScratch scratch);
    }

    static ExtendedAttributes ofDescriptor(int number, String path) throws IOException {
        return read(
                path,
                scratch -> Libc.flistxattr(number, scratch.dataAddress(), NativeScratch.DATA_SIZE),
                name -> scratch ->
                        Libc.fgetxattr(number, scratch.name(name), scratch.dataAddress(), NativeScratch.DATA_SIZE));
    }

    /**
     * Reads the attributes of a file that is not open. The directory is given by its descriptor's own name in /proc, which nobody can replace;
     * the last component is not followed.
     */
    static ExtendedAttributes ofName(int directory, String name, String path) throws IOException {
        String file = "/proc/self/fd/" + directory + "/" + name;
        return read(
                path,
                scratch -> Libc.llistxattr(scratch.name(file), scratch.dataAddress(), NativeScratch.DATA_SIZE),
                attribute -> scratch -> Libc.lgetxattr(
                        scratch.secondName(file),
                        scratch.name(attribute),
                        scratch.dataAddress(),
                        NativeScratch.DATA_SIZE));
    }

    private static ExtendedAttributes read(String path, Read list, java.util.function.Function<String, Read> get)
            throws IOException {
        NativeScratch scratch = NativeScratch.get();
        long length = list.into(scratch);
        if (length == 0) {
            return ExtendedAttributes.NONE;
        }
        if (length < 0) {
            int error = Errno.last();
            if (error == Errno.EOPNOTSUPP || error == Errno.ENOSYS) {
                return ExtendedAttributes.NONE;
            }
            throw Errno.exception(error, path);
        }
        byte[] names = scratch.data((int) length);
        Map<String, byte[]> values = new HashMap<>();
        int from = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == 0) {
                String name = FileNames.decode(names, from, i - from);
                long size = get.apply(name).into(scratch);
                if (size >= 0) {
                    values.put(name, scratch.data((int) size));
                } else if (Errno.last() != Errno.ENODATA) { // Otherwise it was removed just now.
                    throw Errno.last(path);
                }
                from = i + 1;
            }
        }
        return new ExtendedAttributes(values);
    }

    static int set(int number, String name, byte[] value) {
        NativeScratch scratch = checked(name, value);
        return Libc.fsetxattr(number, scratch.name(name), scratch.dataAddress(), value.length, 0);
    }

    /** Sets an attribute of a file that is not open, addressed as by {@link #ofName}. */
    static int setOfName(int directory, String file, String name, byte[] value) {
        NativeScratch scratch = checked(name, value);
        return Libc.lsetxattr(
                scratch.secondName("/proc/self/fd/" + directory + "/" + file),
                scratch.name(name),
                scratch.dataAddress(),
                value.length,
                0);
    }

    private static NativeScratch checked(String name, byte[] value) {
        if (name.isEmpty() || name.length() > MAX_NAME || value.length > NativeScratch.DATA_SIZE) {
            throw new IllegalArgumentException("The extended attribute [" + FileNames.display(name) + "] of length ["
                    + value.length + "] exceeds what a file can hold");
        }
        NativeScratch scratch = NativeScratch.get();
        scratch.putData(value);
        return scratch;
    }

    static int remove(int number, String name) {
        int result = Libc.fremovexattr(number, NativeScratch.get().name(name));
        return result < 0 && Errno.last() == Errno.ENODATA ? 0 : result;
    }
}
