package org.flowgateway.backup.transport.s3;

/**
 * Support of a store for conditional writes of one kind, puts or copies. They create an object only if its name is free. Detected by a probe
 * or by an error; shared by all sessions on one bucket. Thread-safe.
 */
final class ConditionalWrite {

    /** Degree of support. */
    enum Support {
        /** Not known yet: conditional writes are requested, and not relied on. */
        UNKNOWN,
        /** The store enforces the condition. */
        ENFORCED,
        /** The store ignores the condition. */
        IGNORED,
        /** The store rejects such requests. */
        REJECTED,
        /** The store rejects requests without a condition, too; copies only. */
        UNAVAILABLE
    }

    private volatile Support support = Support.UNKNOWN;

    void set(Support found) {
        support = found;
    }

    /** Returns true if the store enforces the condition. */
    boolean isEnforced() {
        return support == Support.ENFORCED;
    }

    /** Returns true if the gateway has to check the name before it writes. */
    boolean needsPreCheck() {
        return !isEnforced();
    }

    /** Returns true unless the store rejects conditional writes. */
    boolean isSupported() {
        return support != Support.REJECTED && isAvailable();
    }

    /** Returns true unless the store rejects all writes of this kind. */
    boolean isAvailable() {
        return support != Support.UNAVAILABLE;
    }
}
