package org.flowgateway.backup.itests;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Wait for a condition; the deadline is longer than any machine needs, and only ends an endless wait. */
final class Await {

    private static final Duration DEADLINE = Duration.ofSeconds(300);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Waited for " + DEADLINE + ", but never: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
