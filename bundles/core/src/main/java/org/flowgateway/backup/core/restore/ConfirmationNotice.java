package org.flowgateway.backup.core.restore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.flowgateway.backup.api.message.Message;

/** Messages on a restored state in its confirmation window. */
public final class ConfirmationNotice {

    private static final String START = start(RestoreMessage.AWAITS_CONFIRMATION);
    /** Start of the message of earlier versions, which the record of a job of theirs may still hold. */
    private static final String EARLIER_START = "The restored state is in use on probation: ";

    private ConfirmationNotice() {}

    private static String start(RestoreMessage message) {
        String summary = message.template().summary();
        return summary.substring(0, summary.indexOf('{'));
    }

    /** Returns the message while the job waits for the confirmation. */
    public static Message awaited(String jobId, Instant deadline) {
        return RestoreMessage.AWAITS_CONFIRMATION.with(toSeconds(deadline), jobId);
    }

    /** Tells whether a line of a job's message is such a message. */
    public static boolean isNotice(String line) {
        return line.startsWith(START) || line.startsWith(EARLIER_START);
    }

    /** Returns the message after the window has expired. */
    public static Message expired(Instant deadline) {
        return RestoreMessage.NOT_CONFIRMED.with(toSeconds(deadline));
    }

    private static Instant toSeconds(Instant deadline) {
        return deadline.truncatedTo(ChronoUnit.SECONDS);
    }
}
