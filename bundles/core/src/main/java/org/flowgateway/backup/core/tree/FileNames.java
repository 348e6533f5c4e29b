package org.flowgateway.backup.core.tree;

import java.nio.file.Path;

/** Names on a file system are bytes; a backup holds text. */
public final class FileNames {

    private FileNames() {
    }

    /** Whether a name's bytes come back from its text; if not, it would be restored as another one. */
    public static boolean isText(Path name) {
        return name.equals(name.getFileSystem().getPath(name.toString()));
    }
}
