package org.flowgateway.backup.tree;

import java.nio.file.FileSystemException;

/** A name that was to be opened as a regular file, and is a pipe, a socket, a device or a directory. */
public final class NotRegularFileException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    NotRegularFileException(String file) {
        super(file, null, "it is not a regular file");
    }
}
