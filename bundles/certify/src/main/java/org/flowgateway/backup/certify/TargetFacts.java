package org.flowgateway.backup.certify;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/**
 * Facts that the transport reports about the target.
 *
 * @param capabilities names of the store's capabilities, sorted
 * @param freeBytes free space, if the store reports it
 * @param notices notices for a person, without secrets and control characters
 */
record TargetFacts(List<String> capabilities, OptionalLong freeBytes, List<String> notices) {

    /** @throws TransportException if nothing can be stored in the target */
    static TargetFacts of(CandidateTarget candidate) throws TransportException {
        try (TransportSession session = candidate.open()) {
            Probe probe = session.probe();
            return new TargetFacts(
                    probe.capabilities().stream().map(Enum::name).sorted().toList(),
                    probe.freeBytes(),
                    session.notices().stream().map(candidate::printable).toList());
        }
    }

    /** Returns the facts as lines for a person. */
    List<String> lines() {
        String capabilityNames = capabilities.isEmpty() ? "none" : String.join(", ", capabilities);
        String space = freeBytes.isPresent() ? freeBytes.getAsLong() + " bytes" : "not reported by the store";
        return Stream.concat(notices.stream(), Stream.of("Capabilities: " + capabilityNames, "Free space: " + space))
                .toList();
    }
}
