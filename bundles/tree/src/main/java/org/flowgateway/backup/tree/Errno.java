package org.flowgateway.backup.tree;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** Error numbers of the calls (asm-generic/errno.h), as the exceptions of {@code java.nio.file}. */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENXIO = 6;
    static final int ERANGE = 34;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOPNOTSUPP = 95;

    /** Texts in English whatever the locale: people search for them, and programs compare them. */
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(EPERM, "Operation not permitted"),
            Map.entry(5, "Input/output error"),
            Map.entry(9, "Bad file descriptor"),
            Map.entry(EAGAIN, "Resource temporarily unavailable"),
            Map.entry(12, "Cannot allocate memory"),
            Map.entry(16, "Device or resource busy"),
            Map.entry(EXDEV, "Invalid cross-device link"),
            Map.entry(21, "Is a directory"),
            Map.entry(EINVAL, "Invalid argument"),
            Map.entry(23, "Too many open files in system"),
            Map.entry(24, "Too many open files"),
            Map.entry(27, "File too large"),
            Map.entry(28, "No space left on device"),
            Map.entry(30, "Read-only file system"),
            Map.entry(31, "Too many links"),
            Map.entry(ERANGE, "Numerical result out of range"),
            Map.entry(36, "File name too long"),
            Map.entry(ENOSYS, "Function not implemented"),
            Map.entry(ELOOP, "Too many levels of symbolic links"),
            Map.entry(ENODATA, "No data available"),
            Map.entry(EOPNOTSUPP, "Operation not supported"),
            Map.entry(116, "Stale file handle"),
            Map.entry(117, "Structure needs cleaning"),
            Map.entry(122, "Disk quota exceeded"));

    private Errno() {}

    /** Returns the error number of the calling thread's last call. */
    static int last() {
        return Native.getLastError();
    }

    static IOException exception(int number, String file) {
        return switch (number) {
            case ENOENT -> new NoSuchFileException(file);
            case EACCES -> new AccessDeniedException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case ENOTDIR -> new NotDirectoryException(file);
            case ENOTEMPTY -> new DirectoryNotEmptyException(file);
            case ENXIO ->
                new NotRegularFileException(file); // A pipe without a reader, a socket, or a device without a driver.
            case ELOOP -> new SymbolicLinkException(file);
            default -> new FileSystemException(file, null, TEXTS.getOrDefault(number, "error " + number));
        };
    }

    /** Creates the exception of the last call on a path. */
    static IOException last(String file) {
        return exception(last(), file);
    }
}
