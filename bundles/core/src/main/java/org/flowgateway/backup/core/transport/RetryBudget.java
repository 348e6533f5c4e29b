package org.flowgateway.backup.core.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Remaining retry time of a job, shared by all its sessions. Until the first call has succeeded it is zero, so that an unreachable target
 * is reported at once. Thread-safe.
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

    /** Records that a call has succeeded, so the target works. */
    synchronized void markEstablished() {
        established = true;
    }

    /** Number of retried calls. */
    synchronized long retries() {
        return retries;
    }

    /**
     * Takes a pause out of the budget.
     *
     * @param failuresInARow of the same call, from 1
     * @return how long to wait before the next try, between half and all of what the policy says, so that many do not come back at once;
     *         zero if the budget is spent
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
