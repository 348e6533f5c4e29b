package org.flowgateway.backup.core.job;

import java.io.IOException;

/** A job record that a later version of the product wrote. */
final class LaterVersionException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long number;

    /**
     * @param number of the job, which is in use
     * @param what this version does not know
     */
    LaterVersionException(long number, String what) {
        super("its " + what + " is not known to this version");
        this.number = number;
    }

    long number() {
        return number;
    }
}
