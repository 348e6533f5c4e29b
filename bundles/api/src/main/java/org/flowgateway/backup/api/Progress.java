package org.flowgateway.backup.api;

/**
 * Progress of a job.
 *
 * @param entries files, directories and links done
 * @param plainBytes bytes of file content done
 * @param storedBytes bytes sent to, or fetched from, the target
 */
public record Progress(long entries, long plainBytes, long storedBytes) {

    /** Progress at the start. */
    public static final Progress NONE = new Progress(0, 0, 0);

    public Progress {
        if (entries < 0 || plainBytes < 0 || storedBytes < 0) {
            throw new IllegalArgumentException(
                    "Progress below zero [" + entries + ", " + plainBytes + ", " + storedBytes + "]");
        }
    }
}
