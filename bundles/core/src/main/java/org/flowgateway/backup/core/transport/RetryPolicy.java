package org.flowgateway.backup.core.transport;

import java.time.Duration;

/**
 * How long a job puts up with a bad line.
 *
 * @param firstPause before the first further try; each next pause is twice as long
 * @param longestPause no pause is longer
 * @param budget all pauses of a job together
 * @param stall how long a call may go without a byte before its session is closed
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration budget, Duration stall) {

    /** Pauses from a second to half a minute, within a budget. */
    public static RetryPolicy within(Duration budget, Duration stall) {
        return new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), budget, stall);
    }

    /** The pause before a try, without jitter. */
    Duration pause(int failuresInARow) {
        long doubled = firstPause.toMillis() << Math.min(failuresInARow - 1, 20);
        return doubled < longestPause.toMillis() ? Duration.ofMillis(doubled) : longestPause;
    }
}
