package org.flowgateway.backup.core.restore;

import java.io.IOException;

/** A directory of a restore that somebody else exchanged, moved or removed while the restore was under way. */
final class SwapConflictException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param path what is not what it was
     * @param directory where whoever did it may write
     */
    SwapConflictException(String path, String directory) {
        super(path + " was exchanged by somebody else who may write to " + directory
                + ". Find out who, or take that right away");
    }
}
