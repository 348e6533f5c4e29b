package org.flowgateway.backup.access;

import java.io.IOException;
import org.flowgateway.backup.api.message.Message;

/** Key and certificate that cannot be used. The message names the file, and says what to do. */
final class UnusableTlsFilesException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    UnusableTlsFilesException(Message description) {
        this(description, null);
    }

    UnusableTlsFilesException(Message description, Throwable cause) {
        super(description.text(), cause);
        this.description = description;
    }

    Message description() {
        return description;
    }
}
