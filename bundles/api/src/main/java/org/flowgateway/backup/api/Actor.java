package org.flowgateway.backup.api;

import java.util.Objects;

/**
 * User on whose behalf something is done, and the origin of the request.
 *
 * @param user login name, as the client sent it; "" if nobody logged in
 * @param address IP address of the client, or the name of a local terminal; "" if it is not known
 */
public record Actor(String user, String address) {

    /** Gateway itself, or a program in its container that names no user. */
    public static final Actor GATEWAY = new Actor("", "");

    public Actor {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(address, "address");
    }
}
