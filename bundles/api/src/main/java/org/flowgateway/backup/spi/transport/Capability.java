package org.flowgateway.backup.spi.transport;

/**
 * Capabilities of a store. A transport MUST declare a capability only if the store itself enforces it: the core relies on it without a check.
 *
 * <p>Later versions of this package add capabilities. The core ignores those that it has no use for. A transport that names a capability of a
 * later version than the gateway's is not resolved there, because its bundle imports that version of this package.
 */
public enum Capability {
    /**
     * Exclusive creation: of several writers that create one name at the same time, in whatever process or host, one succeeds and the others get
     * {@link FailureKind#ALREADY_EXISTS}.
     */
    EXCLUSIVE_CREATE,
    /** Durability: once {@link TransportSession#put put} has returned, a crash or loss of power of the store does not undo it. */
    DURABLE,
    /** Links: {@link TransportSession#link} gives stored content a second name without a copy of its bytes through the gateway. */
    LINK,
    /** Retention: {@link TransportSession#put(ObjectName, ObjectSource, PutOptions) put} honours {@link PutOptions#retainedUntil()}. */
    RETENTION
}
