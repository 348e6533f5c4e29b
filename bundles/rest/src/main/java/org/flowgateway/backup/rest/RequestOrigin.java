package org.flowgateway.backup.rest;

import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * Address of a request's client, and the path prefix of a reverse proxy.
 *
 * <p>The listener (bundle {@code access}) knows the trusted proxies. It resolves both values and passes them as request attributes.
 *
 * @param address the client's IP address; {@link #UNKNOWN} behind a listener that sets none
 * @param pathPrefix such as {@code /gateways/fg1}; "" for none
 */
record RequestOrigin(String address, String pathPrefix) {

    /** Address of a client that the listener does not name. */
    static final String UNKNOWN = "unknown";

    /** The same constants are in the bundle {@code access}, which is no dependency of this one. */
    private static final String CLIENT_ADDRESS = "org.flowgateway.backup.client-address";

    private static final String PATH_PREFIX = "org.flowgateway.backup.path-prefix";

    /** Reads the listener's request attributes. */
    static RequestOrigin of(ContainerRequestContext request) {
        return new RequestOrigin(
                request.getProperty(CLIENT_ADDRESS) instanceof String address ? address : UNKNOWN,
                request.getProperty(PATH_PREFIX) instanceof String prefix ? prefix : "");
    }
}
