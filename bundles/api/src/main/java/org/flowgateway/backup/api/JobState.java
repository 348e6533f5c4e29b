package org.flowgateway.backup.api;

/** How a job stands. Every job ends in one of the last three, a crash of the gateway included. */
public enum JobState {
    /** It has the operation slot and works. */
    EXECUTING,
    /** It did all of its work, and proved it. */
    COMPLETED,
    /** It failed; {@link Job#message()} says why and what to do. The gateway and the target are as if it had not run. */
    ERROR,
    /** It was stopped by a person or with the gateway; otherwise as {@link #ERROR}. */
    CANCELLED
}
