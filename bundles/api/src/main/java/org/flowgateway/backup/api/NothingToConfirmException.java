package org.flowgateway.backup.api;

/** Refusal because a job does not await a confirmation. */
public final class NothingToConfirmException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param job the job in its current state
     */
    public NothingToConfirmException(Job job) {
        super("There is nothing to confirm: " + describe(job));
    }

    private static String describe(Job job) {
        return switch (job.state()) {
            case EXECUTING -> job.id() + " is running, phase " + job.phase().title();
            case COMPLETED -> job.id() + " has ended and is complete";
            case ERROR, CANCELLED -> job.id() + " has ended without success";
        };
    }
}
