package org.flowgateway.backup.spi.readiness;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Source of problems of one part of the gateway, registered as an OSGi service while that part is available. Thread-safe.
 *
 * <p>A bundle that cannot work at all registers a reporter of a constant problem: {@code context.registerService(ReadinessReporter.class, () ->
 * List.of(ReadinessProblem.notReady(message)), null)}.
 */
@ConsumerType
@FunctionalInterface
public interface ReadinessReporter {

    /**
     * Returns the current problems, most important first; empty if there are none. It is called often, and before each job: it MUST answer from
     * memory, without waiting.
     */
    List<ReadinessProblem> problems();
}
