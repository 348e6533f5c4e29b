package org.flowgateway.backup.spi.transport;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Result of a probe of the target.
 *
 * @param capabilities capabilities that the store itself enforces
 * @param freeBytes bytes that can still be stored; empty if the store does not report them
 */
public record Probe(Set<Capability> capabilities, OptionalLong freeBytes) {

    public Probe {
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(freeBytes, "freeBytes");
    }
}
