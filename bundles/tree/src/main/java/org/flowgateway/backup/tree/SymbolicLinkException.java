package org.flowgateway.backup.tree;

import java.nio.file.FileSystemException;

/** Failure because a path contains a symbolic link, which is never followed. */
public final class SymbolicLinkException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    SymbolicLinkException(String file) {
        super(file, null, "a symbolic link is in the way");
    }
}
