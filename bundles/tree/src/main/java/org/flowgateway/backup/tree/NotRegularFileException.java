package org.flowgateway.backup.tree;

import java.nio.file.FileSystemException;

/** Failure to open a pipe, a socket, a device or a directory as a regular file. */
public final class NotRegularFileException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    NotRegularFileException(String file) {
        super(file, null, "it is not a regular file");
    }
}
