package org.flowgateway.backup.transport.s3;

/**
 * How a store takes a request to store an object only if there is none under its name. Found out by a probe, and by the store's refusal; the
 * same for all sessions on one bucket. Thread-safe.
 */
final class ConditionalPut {

    /** What is known. */
    enum Support {
        /** Nothing yet: it is asked for, and not relied on. */
        UNKNOWN,
        /** The store sees to it. */
        ENFORCED,
        /** The store does not care. */
        IGNORED,
        /** The store refuses such requests. */
        REJECTED
    }

    private volatile Support support = Support.UNKNOWN;

    void set(Support found) {
        support = found;
    }

    /** Whether this side has to look before it stores. */
    boolean needsPreCheck() {
        return support != Support.ENFORCED;
    }

    /** Whether the store can be asked. */
    boolean isSupported() {
        return support != Support.REJECTED;
    }
}
