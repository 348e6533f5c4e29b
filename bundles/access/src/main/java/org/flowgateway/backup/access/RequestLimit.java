package org.flowgateway.backup.access;

import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.QoSHandler;

/**
 * Limit of concurrent requests, except those that ask whether the gateway is ready: threads are always left for them.
 *
 * <p>Requests above the limit wait without a thread. Otherwise a supervisor would take a busy gateway for a failed one, and restart it.
 */
final class RequestLimit extends QoSHandler {

    private static final int MAX_WAITING = 512;
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);

    /**
     * Creates the limit in front of a handler.
     *
     * @param maxRequests less than the number of the server's threads: the rest accepts, parses, and answers for readiness
     */
    RequestLimit(Handler handler, int maxRequests) {
        super(handler);
        setMaxRequestCount(maxRequests);
        setMaxSuspendedRequestCount(MAX_WAITING);
        setMaxSuspend(MAX_WAIT);
        excludePath("/api/common/1.0/services", "/api/common/1.1/services");
    }
}
