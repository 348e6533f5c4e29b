package org.flowgateway.backup.core.transport;

import java.time.Duration;

/**
 * Retries and timeouts for an unreliable connection.
 *
 * @param firstPause before the first further try; each next pause is twice as long
 * @param maxPause no pause is longer
 * @param budget all pauses of a job together
 * @param stall time in which a call must transfer 64 KiB, or end, before its session is closed
 * @param smallStall the same for a call that moves an object of at most 64 KiB
 */
public record RetryPolicy(
        Duration firstPause, Duration maxPause, Duration budget, Duration stall, Duration smallStall) {

    /** One stall time for objects of any length. */
    public RetryPolicy(Duration firstPause, Duration maxPause, Duration budget, Duration stall) {
        this(firstPause, maxPause, budget, stall, stall);
    }

    /** Pauses from a second to half a minute, within a budget. */
    public static RetryPolicy within(Duration budget, Duration stall, Duration smallStall) {
        return new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), budget, stall, smallStall);
    }

    /** The pause before a try, without jitter. */
    Duration pause(int failuresInARow) {
        long doubled = firstPause.toMillis() << Math.min(failuresInARow - 1, 20);
        return doubled < maxPause.toMillis() ? Duration.ofMillis(doubled) : maxPause;
    }
}
