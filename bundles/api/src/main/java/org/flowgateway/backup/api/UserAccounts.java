package org.flowgateway.backup.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** User accounts of the gateway, from {@code users.properties} of the state directory. Thread-safe. */
@ProviderType
public interface UserAccounts {

    /**
     * Returns all users, in the order of the file.
     *
     * @throws StateDirectoryException if the file cannot be read
     */
    List<UserAccount> all() throws StateDirectoryException;

    /**
     * Sets a user's password, valid from the next login on.
     *
     * @param name name of the user
     * @param password the new password; the caller still owns it and wipes it
     * @param actor user who changes it, for the audit log
     * @return {@code false} if there is no such user
     * @throws InvalidRequestException if no login could send this password
     * @throws StateDirectoryException if it cannot be written; the old password remains valid
     */
    boolean changePassword(String name, Secret password, Actor actor)
            throws InvalidRequestException, StateDirectoryException;
}
