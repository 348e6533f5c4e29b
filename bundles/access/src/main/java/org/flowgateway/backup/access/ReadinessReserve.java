package org.flowgateway.backup.access;

import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.QoSHandler;

/**
 * Bound of the requests that are worked on at a time, except those that ask whether the gateway is ready: threads are always left for them.
 *
 * <p>What exceeds the bound waits without a thread. A gateway that is busy would otherwise be taken for one that has failed, and restarted.
 */
final class ReadinessReserve extends QoSHandler {

    private static final int MAX_WAITING = 512;
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);

    /** @param maxRequests fewer than the server has threads, by enough to accept, parse and answer beside them */
    ReadinessReserve(Handler handler, int maxRequests) {
        super(handler);
        setMaxRequestCount(maxRequests);
        setMaxSuspendedRequestCount(MAX_WAITING);
        setMaxSuspend(MAX_WAIT);
        excludePath("/api/common/1.0/services", "/api/common/1.1/services");
    }
}
