package org.flowgateway.backup.core.prepare;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.tree.OwnerMapping;

/** Finds the accounts of a backup that have another number on this gateway, or none. One thread. */
public final class OwnerCheck {

    private static final int MAX_NAMED = 20;

    private final OwnerMapping owners;
    private final Set<Account> seen = new HashSet<>();
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> renumbered = new TreeSet<>();
    private Entry last;

    public OwnerCheck(OwnerMapping owners) {
        this.owners = owners;
    }

    /** Checks the owners of an entry, and the accounts in its access control lists. */
    public void add(Entry entry) {
        if (last == null || last.uid() != entry.uid() || !Objects.equals(last.user(), entry.user())) {
            add(new Account(true, entry.user(), entry.uid()));
        }
        if (last == null || last.gid() != entry.gid() || !Objects.equals(last.group(), entry.group())) {
            add(new Account(false, entry.group(), entry.gid()));
        }
        if (!entry.extended().isEmpty()) {
            add(entry.extended().acl());
            add(entry.extended().defaultAcl());
        }
        last = entry;
    }

    private void add(Acl acl) {
        for (AclEntry entry : acl.entries()) {
            if (entry.tag().hasId()) {
                add(new Account(entry.tag() == AclEntry.Tag.USER, entry.name(), entry.id()));
            }
        }
    }

    private void add(Account account) {
        if (account.name.isEmpty() || !seen.add(account)) {
            return;
        }
        long localNumber =
                account.user ? owners.user(account.name, account.number) : owners.group(account.name, account.number);
        if (account.user ? owners.lacksUser(account.name) : owners.lacksGroup(account.name)) {
            missing.add(account + ": number " + account.number);
        } else if (localNumber != account.number) {
            renumbered.add(account + ": " + localNumber + " instead of " + account.number);
        }
    }

    /** Records the result. The gateway's user must be allowed to set owners. */
    public void report(CheckList checks) {
        if (!missing.isEmpty()) {
            checks.warning(CheckId.OWNERS, CheckMessage.OWNERS_MISSING.with(listed(missing)));
        }
        if (!renumbered.isEmpty()) {
            checks.ok(CheckId.OWNERS, CheckMessage.OWNERS_RENUMBERED.with(listed(renumbered)));
        }
        if (missing.isEmpty() && renumbered.isEmpty()) {
            checks.ok(CheckId.OWNERS, CheckMessage.OWNERS_EQUAL.with());
        }
    }

    private static String listed(Set<String> accounts) {
        return String.join(", ", accounts.stream().limit(MAX_NAMED).toList())
                + CountedNoun.beyond(MAX_NAMED, accounts.size());
    }

    private record Account(boolean user, String name, long number) {
        @Override
        public String toString() {
            return (user ? "user " : "group ") + name;
        }
    }
}
