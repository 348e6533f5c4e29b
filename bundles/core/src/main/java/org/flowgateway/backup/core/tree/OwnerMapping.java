package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Mapping of a backup's owners to numbers of this gateway: the number of the account with the recorded name, or the recorded number if
 * there is no such account. Thread-safe; made for one job, since each name is looked up once.
 */
public final class OwnerMapping {

    private final SystemAccounts accounts;

    public OwnerMapping(SystemAccounts accounts) {
        this.accounts = accounts;
    }

    /** Returns the number of an entry's owner on this gateway, 0 to 4294967294. */
    public long uid(Entry entry) {
        return user(entry.user(), entry.uid());
    }

    /** Returns the number of an entry's group on this gateway, 0 to 4294967294. */
    public long gid(Entry entry) {
        return group(entry.group(), entry.gid());
    }

    /**
     * Returns the number of a user on this gateway.
     *
     * @param name "" if the user had no name where the backup was made
     * @param number the user's number there
     */
    public long user(String name, long number) {
        return name.isEmpty() ? number : accounts.userNumber(name).orElse(number);
    }

    /** Returns the number of a group on this gateway, by the rules of {@link #user}. */
    public long group(String name, long number) {
        return name.isEmpty() ? number : accounts.groupNumber(name).orElse(number);
    }

    /** Tells whether no user here has a name, so that the recorded number is used. */
    public boolean lacksUser(String name) {
        return !name.isEmpty() && accounts.userNumber(name).isEmpty();
    }

    /** Tells whether no group here has a name, so that the recorded number is used. */
    public boolean lacksGroup(String name) {
        return !name.isEmpty() && accounts.groupNumber(name).isEmpty();
    }
}
