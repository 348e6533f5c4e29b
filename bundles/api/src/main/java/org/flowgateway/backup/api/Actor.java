package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * User on whose behalf something is done, and where the request came from.
 *
 * @param user login name, as the client sent it; "" if nobody logged in
 * @param address IP address of the client, or the name of a local terminal; "" if it is not known
 */
public record Actor(String user, String address) {

    /** The gateway itself, or a program in its container that names nobody. */
    public static final Actor GATEWAY = new Actor("", "");

    public Actor {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(address, "address");
    }
}
