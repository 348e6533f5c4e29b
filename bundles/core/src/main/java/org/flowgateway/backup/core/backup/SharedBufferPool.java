package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.core.work.JobCapacity;

/** Buffer pool that all backups share as long as their capacity is the same. Thread-safe. */
public final class SharedBufferPool {

    private PackBufferPool current;

    public SharedBufferPool(JobCapacity capacity) {
        this.current = new PackBufferPool(capacity);
    }

    /** Returns the pool for a capacity. The pool of another capacity is left to the garbage collector. */
    public synchronized PackBufferPool withCapacity(JobCapacity capacity) {
        if (!current.hasCapacity(capacity)) {
            current = new PackBufferPool(capacity);
        }
        return current;
    }
}
