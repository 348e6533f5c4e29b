package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Owners of a backup as numbers of this gateway: the number of the account with the recorded name where there is one, else the recorded number.
 * Thread-safe; made for one job, since each name is looked up once.
 */
public final class OwnerMapping {

    private final SystemAccounts accounts;

    public OwnerMapping(SystemAccounts accounts) {
        this.accounts = accounts;
    }

    /** The number here of an entry's owner, 0 to 4294967294. */
    public long uid(Entry entry) {
        return user(entry.user(), entry.uid());
    }

    /** The number here of an entry's group, 0 to 4294967294. */
    public long gid(Entry entry) {
        return group(entry.group(), entry.gid());
    }

    /**
     * The number of a user here.
     *
     * @param name "" if the user had none where the backup was made
     * @param number the user's number there
     */
    public long user(String name, long number) {
        return name.isEmpty() ? number : accounts.userNumber(name).orElse(number);
    }

    /** The number of a group here; otherwise as {@link #user}. */
    public long group(String name, long number) {
        return name.isEmpty() ? number : accounts.groupNumber(name).orElse(number);
    }

    /** Tells whether a name is that of no user here, so that its number is used. */
    public boolean lacksUser(String name) {
        return !name.isEmpty() && accounts.userNumber(name).isEmpty();
    }

    /** Tells whether a name is that of no group here, so that its number is used. */
    public boolean lacksGroup(String name) {
        return !name.isEmpty() && accounts.groupNumber(name).isEmpty();
    }
}
