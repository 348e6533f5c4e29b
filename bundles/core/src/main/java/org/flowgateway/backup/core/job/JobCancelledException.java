package org.flowgateway.backup.core.job;

/** Thrown where a cancelled job stops. */
public final class JobCancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason who or what asked, for the log */
    public JobCancelledException(String reason) {
        super(reason);
    }
}
