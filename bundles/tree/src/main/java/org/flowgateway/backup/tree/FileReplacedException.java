package org.flowgateway.backup.tree;

import java.nio.file.FileSystemException;

/** Failure because a name leads to another file than the listed one: it was replaced in between. */
public final class FileReplacedException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    FileReplacedException(String file) {
        super(file, null, "it was replaced while it was in use");
    }
}
