package org.flowgateway.backup.spi.transport;

/** Capabilities of a store. A transport MUST declare a capability only if the store itself enforces it. */
public enum Capability {
    /**
     * Exclusive creation: of several writers that create one name at the same time, one succeeds and the others get
     * {@link FailureKind#ALREADY_EXISTS}.
     */
    EXCLUSIVE_CREATE,
    /** Free space: {@link Probe#freeBytes()} is present. */
    FREE_SPACE
}
