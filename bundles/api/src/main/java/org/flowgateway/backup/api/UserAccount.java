package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;

/**
 * A user of the gateway, without the password.
 *
 * @param name login name
 * @param roles of the user, in the order of the users file
 * @param password how the password is stored
 */
public record UserAccount(String name, List<String> roles, PasswordState password) {

    public UserAccount {
        Objects.requireNonNull(name, "name");
        roles = List.copyOf(roles);
        Objects.requireNonNull(password, "password");
    }

    /** Forms in which a password may be stored. */
    public enum PasswordState {
        /** A salted hash of the gateway. */
        HASHED,
        /** A plain text, which the gateway replaces by its hash within seconds. */
        PLAIN,
        /** Nothing that anybody could log in with. */
        UNUSABLE
    }
}
