package org.flowgateway.backup.transport.s3;

/**
 * Support of a store for conditional puts, which create an object only if its name is free. Detected by a probe or by an error; shared by
 * all sessions on one bucket. Thread-safe.
 */
final class ConditionalPut {

    /** Degree of support. */
    enum Support {
        /** Not known yet: conditional puts are requested, and not relied on. */
        UNKNOWN,
        /** The store enforces the condition. */
        ENFORCED,
        /** The store ignores the condition. */
        IGNORED,
        /** The store rejects such requests. */
        REJECTED
    }

    private volatile Support support = Support.UNKNOWN;

    void set(Support found) {
        support = found;
    }

    /** Returns true if the gateway has to check the name before it stores. */
    boolean needsPreCheck() {
        return support != Support.ENFORCED;
    }

    /** Returns true unless the store rejects conditional puts. */
    boolean isSupported() {
        return support != Support.REJECTED;
    }
}
