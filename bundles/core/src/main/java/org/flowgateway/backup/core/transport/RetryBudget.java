package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is left of a job's patience: the pauses of all its sessions are taken from one budget. Until a first call has succeeded there is
 * none, so that a target that cannot be reached at all is told at once. Thread-safe.
 */
final class RetryBudget {

    private final RetryPolicy policy;
    private Duration remaining;
    private boolean established;
    private long retries;

    RetryBudget(RetryPolicy policy) {
        this.policy = policy;
        this.remaining = policy.budget();
    }

    /** A call has succeeded: the target is one that works. */
    synchronized void markEstablished() {
        established = true;
    }

    /** How often a call was tried again. */
    synchronized long retries() {
        return retries;
    }

    /**
     * Takes a pause out of the budget.
     *
     * @param failuresInARow of the same call, from 1
     * @return how long to wait before the next try, between half and all of what the policy says, so that many do not come back at once;
     *         zero if there is no patience left
     */
    synchronized Duration takePause(int failuresInARow) {
        if (!established || remaining.isZero()) {
            return Duration.ZERO;
        }
        long fullMillis = Math.max(2, policy.pause(failuresInARow).toMillis());
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(fullMillis / 2, fullMillis + 1));
        Duration allowed = pause.compareTo(remaining) < 0 ? pause : remaining;
        remaining = remaining.minus(allowed);
        retries++;
        return allowed;
    }
}
