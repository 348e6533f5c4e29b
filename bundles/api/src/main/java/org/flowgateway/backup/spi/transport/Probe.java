package org.flowgateway.backup.spi.transport;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a probe of the target found.
 *
 * @param capabilities what the store enforces by itself
 * @param freeBytes bytes that can still be stored; empty if the store does not tell
 * @param notices what a person should be told, for example that an unknown host's key was accepted; never a secret
 */
public record Probe(Set<Capability> capabilities, OptionalLong freeBytes, List<String> notices) {

    public Probe {
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(freeBytes, "freeBytes");
        notices = List.copyOf(notices);
    }
}
