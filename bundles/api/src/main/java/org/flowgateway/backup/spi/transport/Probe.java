package org.flowgateway.backup.spi.transport;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a probe of the target found.
 *
 * @param capabilities what the store enforces by itself
 * @param freeBytes bytes that can still be stored; empty if the store does not tell
 */
public record Probe(Set<Capability> capabilities, OptionalLong freeBytes) {

    public Probe {
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(freeBytes, "freeBytes");
    }
}
