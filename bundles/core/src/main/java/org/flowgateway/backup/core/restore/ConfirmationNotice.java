package org.flowgateway.backup.core.restore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Messages on a restored state in its confirmation window. */
public final class ConfirmationNotice {

    private static final String START = "The restored state is in use on probation: ";

    private ConfirmationNotice() {}

    /** Returns the message while the job waits for the confirmation. */
    public static String awaited(String jobId, Instant deadline) {
        return START + "at " + toSeconds(deadline) + " it is taken back, unless it is confirmed before, with POST"
                + " /api/mgmt.gateway_backup/1.1/jobs/" + jobId + "/confirm or gateway-backup:confirm " + jobId
                + " in the gateway's shell";
    }

    /** Tells whether a line of a job's message is such a message. */
    public static boolean isNotice(String line) {
        return line.startsWith(START);
    }

    /** Returns the message after the window has expired, as the beginning of a sentence. */
    public static String expired(Instant deadline) {
        return "Nobody confirmed the restored state until " + toSeconds(deadline) + ", so it was taken back";
    }

    private static Instant toSeconds(Instant deadline) {
        return deadline.truncatedTo(ChronoUnit.SECONDS);
    }
}
