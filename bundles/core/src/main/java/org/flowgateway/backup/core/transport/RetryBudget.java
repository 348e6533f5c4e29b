package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is left of a job's patience: the pauses of all its sessions are taken from one budget. Until a first call has succeeded there is
 * none, so that a target that cannot be reached at all is told at once. Thread-safe.
 */
final class RetryBudget {

    private final RetryPolicy policy;
    private Duration left;
    private boolean established;
    private long retries;

    RetryBudget(RetryPolicy policy) {
        this.policy = policy;
        this.left = policy.budget();
    }

    /** A call has succeeded: the target is one that works. */
    synchronized void established() {
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
    synchronized Duration take(int failuresInARow) {
        if (!established || left.isZero()) {
            return Duration.ZERO;
        }
        long full = Math.max(2, policy.pause(failuresInARow).toMillis());
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
        Duration taken = pause.compareTo(left) < 0 ? pause : left;
        left = left.minus(taken);
        retries++;
        return taken;
    }
}
