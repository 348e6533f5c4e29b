package org.flowgateway.backup.spi.transport;

import java.util.Objects;

/**
 * Target of a session.
 *
 * @param scheme the scheme, which determines the provider, lower case
 * @param address the part after {@code scheme://}, or the plain host name with its port, as passed; may be ""
 * @param username the login; "" for none
 * @param path the directory or prefix all names are relative to, without empty and {@code .} segments and without a slash at its end, which have
 *         no meaning there; "" for the provider's default
 */
public record TransportTarget(String scheme, String address, String username, String path) {

    public TransportTarget {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(path, "path");
    }

    /** Returns the same target with another directory. */
    public TransportTarget withPath(String otherPath) {
        return new TransportTarget(scheme, address, username, otherPath);
    }
}
