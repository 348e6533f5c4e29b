package org.flowgateway.backup.core.job;

/** The job was asked to stop, and does so here. */
public final class JobCancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason who or what asked, as the end of the sentence "cancelled: …" */
    public JobCancelledException(String reason) {
        super(reason);
    }
}
