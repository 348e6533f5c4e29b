package org.flowgateway.backup.transport.s3;

/**
 * Support of a bucket for conditional writes. Thread-safe.
 *
 * @param put support for conditional puts
 * @param copy support for conditional copies; many stores that enforce the condition of a put ignore that of a copy
 */
record BucketSupport(ConditionalWrite put, ConditionalWrite copy) {

    /** Creates a support that is not known yet. */
    BucketSupport() {
        this(new ConditionalWrite(), new ConditionalWrite());
    }

    /**
     * Returns true if only one of several writers can create a name by a put.
     *
     * @param exclusive whether the store, if it rejects overwriting, is known to do so also for concurrent writers
     */
    boolean isPutExclusive(boolean exclusive) {
        return exclusive && put.isEnforced();
    }

    /**
     * Returns true if the gateway may create objects by copies. An unconditional copy could overwrite the object of a writer who relies on
     * exclusive puts.
     *
     * @param exclusive as for {@link #isPutExclusive}
     */
    boolean isCopyAllowed(boolean exclusive) {
        return copy.isAvailable() && (copy.isEnforced() || !isPutExclusive(exclusive));
    }
}
