package org.flowgateway.backup.api;

/** State of a job. Every job ends in one of the last three, even if the gateway crashes. */
public enum JobState {
    /** The job holds the operation slot and works. */
    EXECUTING,
    /** The job did all of its work, and verified it. */
    COMPLETED,
    /** The job failed; {@link Job#message()} gives cause and remedy. The gateway and the target are as if it had not run. */
    ERROR,
    /** The job was stopped by a user or with the gateway; otherwise as {@link #ERROR}. */
    CANCELLED
}
