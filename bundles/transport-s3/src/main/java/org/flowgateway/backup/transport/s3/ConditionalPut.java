package org.flowgateway.backup.transport.s3;

/**
 * How a store takes a request to store an object only if there is none under its name. Found out by a probe, and by the store's refusal; the
 * same for all sessions on one bucket. Thread-safe.
 */
final class ConditionalPut {

    /** What is known. */
    enum Known {
        /** Nothing yet: it is asked for, and not relied on. */
        NOTHING,
        /** The store sees to it. */
        ENFORCED,
        /** The store does not care. */
        IGNORED,
        /** The store refuses such requests. */
        REFUSED
    }

    private volatile Known known = Known.NOTHING;

    void is(Known found) {
        known = found;
    }

    /** Whether this side has to look before it stores. */
    boolean isToBeLookedFor() {
        return known != Known.ENFORCED;
    }

    /** Whether the store can be asked. */
    boolean canBeAskedFor() {
        return known != Known.REFUSED;
    }
}
