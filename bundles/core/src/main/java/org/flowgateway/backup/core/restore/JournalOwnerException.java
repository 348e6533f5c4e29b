package org.flowgateway.backup.core.restore;

import java.io.IOException;

/** A restore journal that is not of the transaction that is to change it: somebody else settles, or has settled, the restore. */
final class JournalOwnerException extends IOException {

    private static final long serialVersionUID = 1L;

    JournalOwnerException(String message) {
        super(message);
    }
}
