package org.flowgateway.backup.core.backup;

import java.util.Optional;
import org.flowgateway.backup.core.work.JobCapacity;

/** Buffer pool that all backups share as long as their capacity is the same. Thread-safe. */
public final class SharedBufferPool {

    private Optional<PackBufferPool> current = Optional.empty();

    /** Returns the pool for a capacity. The pool of another capacity is left to the garbage collector. */
    public synchronized PackBufferPool withCapacity(JobCapacity capacity) {
        PackBufferPool pool = current.filter(existing -> existing.hasCapacity(capacity))
                .orElseGet(() -> new PackBufferPool(capacity));
        current = Optional.of(pool);
        return pool;
    }

    /**
     * Leaves the pool to the garbage collector. Whoever still refers to a stopped job service would keep its memory outside of the heap, which
     * the next one needs.
     */
    public synchronized void release() {
        current = Optional.empty();
    }
}
