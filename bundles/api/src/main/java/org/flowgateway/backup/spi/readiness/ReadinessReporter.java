package org.flowgateway.backup.spi.readiness;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Source of problems of one part of the gateway, registered as an OSGi service for as long as that part is there. Thread-safe.
 *
 * <p>A bundle that cannot work at all registers one that always gives the same problem:
 * {@code context.registerService(ReadinessReporter.class, () -> List.of(ReadinessProblem.notReady(text)), null)}.
 */
@ConsumerType
@FunctionalInterface
public interface ReadinessReporter {

    /**
     * The problems there are at this moment, most important first; empty if there are none. It is asked often, and before each job: it MUST
     * answer from memory, without waiting for anything.
     */
    List<ReadinessProblem> problems();
}
