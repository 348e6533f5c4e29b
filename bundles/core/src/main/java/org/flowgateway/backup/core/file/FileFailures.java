package org.flowgateway.backup.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.flowgateway.backup.api.message.Message;

/** Explanations of the gateway's own file system errors, in words for a person. */
public final class FileFailures {

    private FileFailures() {}

    /**
     * Explains a failure, as the rest of a sentence such as "x cannot be read: ", without a full stop. A failure that explains itself has no
     * remedy here.
     */
    public static String explain(IOException failure) {
        Message message = describe(failure);
        return message.code().equals(FileMessage.FAILED.code()) ? message.summary() : message.text();
    }

    /** Describes a failure. The summary is the rest of a sentence such as "x cannot be read: ", the action what to do about it. */
    public static Message describe(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return FileMessage.NO_PERMISSION.with();
        }
        if (failure instanceof NoSuchFileException) {
            return FileMessage.FILE_MISSING.with();
        }
        if (failure instanceof NotDirectoryException) {
            return FileMessage.NOT_A_DIRECTORY.with();
        }
        if (failure instanceof FileAlreadyExistsException) {
            return FileMessage.FILE_EXISTS.with();
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return FileMessage.DIRECTORY_NOT_EMPTY.with();
        }
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        String known = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (known.contains("no space left") || known.contains("quota exceeded")) {
            return FileMessage.NO_SPACE.with();
        }
        if (known.contains("read-only file system")) {
            return FileMessage.READ_ONLY.with();
        }
        if (known.contains("device or resource busy")) {
            return FileMessage.IN_USE.with();
        }
        return known.isEmpty() ? FileMessage.FAILED_WITHOUT_REASON.with() : FileMessage.FAILED.with(reason);
    }
}
