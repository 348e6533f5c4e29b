package org.flowgateway.backup.core.restore;

import java.io.IOException;

/** Directory of a restore that another user replaced, moved or removed during the restore. */
final class SwapConflictException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param path the directory that was changed
     * @param directory the one that this user may write to
     */
    SwapConflictException(String path, String directory) {
        super(RestoreMessage.DIRECTORY_REPLACED.with(path, directory).text());
    }
}
