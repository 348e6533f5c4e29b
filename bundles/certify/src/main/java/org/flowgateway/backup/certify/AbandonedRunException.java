package org.flowgateway.backup.certify;

import org.flowgateway.backup.api.message.Message;

/** End of a run whose transport did not return from a call. */
final class AbandonedRunException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    AbandonedRunException(Message description) {
        super(description.text());
        this.description = description;
    }

    /** Returns the message for a person. */
    Message description() {
        return description;
    }
}
