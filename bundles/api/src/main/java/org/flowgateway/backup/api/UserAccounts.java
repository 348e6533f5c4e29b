package org.flowgateway.backup.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The gateway's own users: those in {@code users.properties} of the state directory. Thread-safe. */
@ProviderType
public interface UserAccounts {

    /**
     * Returns all users, in the order of the file.
     *
     * @throws StateDirectoryException if the file cannot be read
     */
    List<UserAccount> all() throws StateDirectoryException;

    /**
     * Sets a user's password, which counts from the next login on.
     *
     * @param name of the user
     * @param password the new one; the caller still owns it and wipes it
     * @param actor who does it, for the audit log
     * @return {@code false} if there is no such user
     * @throws InvalidRequestException if nobody could log in with this password
     * @throws StateDirectoryException if it cannot be written; the old password counts
     */
    boolean changePassword(String name, Secret password, Actor actor)
            throws InvalidRequestException, StateDirectoryException;
}
