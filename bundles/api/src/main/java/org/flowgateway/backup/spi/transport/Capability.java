package org.flowgateway.backup.spi.transport;

/** What a store itself enforces. A capability is declared only if it is the store that enforces it, not the transport's good will. */
public enum Capability {
    /** Of several writers that create one name at the same time, one succeeds and the others get {@link FailureKind#ALREADY_EXISTS}. */
    EXCLUSIVE_CREATE,
    /** {@link Probe#freeBytes()} is told. */
    FREE_SPACE
}
