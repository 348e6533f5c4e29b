package org.flowgateway.backup.spi.transport;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** Result of a probe of the target. Immutable; made by a factory, so that a later version can add results. */
public final class Probe {

    private final Set<Capability> capabilities;
    private final OptionalLong freeBytes;

    private Probe(Set<Capability> capabilities, OptionalLong freeBytes) {
        this.capabilities = Set.copyOf(capabilities);
        this.freeBytes = freeBytes;
    }

    /**
     * Returns the result of a store that does not report its free space.
     *
     * @param capabilities those that the store itself enforces
     */
    public static Probe of(Set<Capability> capabilities) {
        return new Probe(capabilities, OptionalLong.empty());
    }

    /** Returns the result of a store that does not report its free space, with the capabilities that the store itself enforces. */
    public static Probe of(Capability... capabilities) {
        return of(Set.of(capabilities));
    }

    /**
     * Returns this result with the store's free space.
     *
     * @param bytes bytes that this login can still store
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public Probe withFreeBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("Free bytes [" + bytes + "] are below zero");
        }
        return new Probe(capabilities, OptionalLong.of(bytes));
    }

    /** Returns the capabilities that the store itself enforces. */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** Returns the bytes that this login can still store; empty if the store does not report them. */
    public OptionalLong freeBytes() {
        return freeBytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Probe that
                && capabilities.equals(that.capabilities)
                && freeBytes.equals(that.freeBytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(capabilities, freeBytes);
    }

    @Override
    public String toString() {
        return "capabilities=" + capabilities + " freeBytes=" + freeBytes;
    }
}
