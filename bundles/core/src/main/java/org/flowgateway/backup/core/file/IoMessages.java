package org.flowgateway.backup.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Explanations of the gateway's own file system errors, in words for a person. */
public final class IoMessages {

    private IoMessages() {}

    /** The rest of a sentence such as "x cannot be read: ", without a full stop. */
    public static String explain(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied. Give the gateway's user the right to it";
        }
        if (failure instanceof NoSuchFileException) {
            return "it does not exist, or vanished just now";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        String known = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (known.contains("no space left") || known.contains("quota exceeded")) {
            return "no space is left. Free space there and try again";
        }
        if (known.contains("read-only file system")) {
            return "the file system is read-only";
        }
        if (known.contains("device or resource busy")) {
            return "it is in use, or a file system is mounted on it";
        }
        return known.isEmpty() ? "the file system reports an error; the log has the details" : reason;
    }
}
