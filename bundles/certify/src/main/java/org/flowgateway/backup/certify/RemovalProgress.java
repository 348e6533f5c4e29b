package org.flowgateway.backup.certify;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress of a removal, printed once a second at most. One thread. */
final class RemovalProgress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private int total;
    private int removed;
    private long printed;

    /** @param nanoTime clock in nanoseconds since any moment */
    RemovalProgress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Prints how many objects will be removed. */
    void begin(int objects) {
        total = objects;
        removed = 0;
        print("Removing " + objects + (objects == 1 ? " test object" : " test objects"));
    }

    /** Counts a removed object. */
    void removed() {
        removed++;
        if (nanoTime.getAsLong() - printed >= INTERVAL_NANOS) {
            print(counts());
        }
    }

    /** Prints how many objects were removed. */
    void end() {
        print(counts());
    }

    private String counts() {
        return "Removed " + removed + " of " + total;
    }

    private void print(String line) {
        out.println(line);
        out.flush();
        printed = nanoTime.getAsLong();
    }
}
