package org.flowgateway.backup.core.restore;

import java.io.IOException;
import org.flowgateway.backup.api.message.Message;

/**
 * Restore journal of another transaction than the one that tries to change it: another process completes, or has completed, the restore.
 */
final class JournalOwnerException extends IOException {

    private static final long serialVersionUID = 1L;

    JournalOwnerException(Message message) {
        super(message.text());
    }
}
