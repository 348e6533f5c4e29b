package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;

/**
 * User of the gateway, without the password.
 *
 * @param name login name
 * @param roles of the user, in the order of the users file
 * @param password form of the stored password
 */
public record UserAccount(String name, List<String> roles, PasswordState password) {

    public UserAccount {
        Objects.requireNonNull(name, "name");
        roles = List.copyOf(roles);
        Objects.requireNonNull(password, "password");
    }

    /** Forms of a stored password. */
    public enum PasswordState {
        /** Salted hash of the gateway. */
        HASHED,
        /** Plain text, which the gateway replaces by its hash within seconds. */
        PLAIN,
        /** Text that no login can match. */
        UNUSABLE
    }
}
