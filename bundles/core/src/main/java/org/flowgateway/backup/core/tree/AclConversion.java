package org.flowgateway.backup.core.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Conversion of access control lists between the form of a backup, with names, and the form of the system, with the numbers of this
 * gateway.
 */
public final class AclConversion {

    private AclConversion() {}

    /**
     * Converts a list for a backup.
     *
     * @throws IllegalArgumentException if a backup cannot hold the system's list
     */
    public static Acl toBackup(PosixAcl acl, SystemAccounts accounts) {
        List<AclEntry> entries = new ArrayList<>(acl.entries().size());
        for (PosixAcl.Entry entry : acl.entries()) {
            entries.add(
                    switch (entry.tag()) {
                        case USER ->
                            new AclEntry(
                                    AclEntry.Tag.USER,
                                    entry.number(),
                                    accounts.user(entry.number()),
                                    entry.permissions());
                        case GROUP ->
                            new AclEntry(
                                    AclEntry.Tag.GROUP,
                                    entry.number(),
                                    accounts.group(entry.number()),
                                    entry.permissions());
                        case OWNER -> AclEntry.of(AclEntry.Tag.USER_OBJ, entry.permissions());
                        case OWNING_GROUP -> AclEntry.of(AclEntry.Tag.GROUP_OBJ, entry.permissions());
                        case MASK -> AclEntry.of(AclEntry.Tag.MASK, entry.permissions());
                        case OTHER -> AclEntry.of(AclEntry.Tag.OTHER, entry.permissions());
                    });
        }
        entries.sort(Comparator.comparing(AclEntry::tag).thenComparingLong(AclEntry::id));
        return new Acl(entries);
    }

    /** Converts a list for the system, with entries of the same kind in the order of their numbers here. */
    public static PosixAcl toSystem(Acl acl, OwnerMapping owners) {
        List<PosixAcl.Entry> entries = new ArrayList<>(acl.entries().size());
        for (AclEntry entry : acl.entries()) {
            entries.add(
                    switch (entry.tag()) {
                        case USER ->
                            new PosixAcl.Entry(
                                    PosixAcl.Tag.USER, owners.user(entry.name(), entry.id()), entry.permissions());
                        case GROUP ->
                            new PosixAcl.Entry(
                                    PosixAcl.Tag.GROUP, owners.group(entry.name(), entry.id()), entry.permissions());
                        case USER_OBJ -> new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, entry.permissions());
                        case GROUP_OBJ -> new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, entry.permissions());
                        case MASK -> new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, entry.permissions());
                        case OTHER -> new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, entry.permissions());
                    });
        }
        return ordered(new PosixAcl(entries));
    }

    /** Sorts a list in the order of {@link #toSystem}, so that two can be compared. */
    public static PosixAcl ordered(PosixAcl acl) {
        return new PosixAcl(acl.entries().stream()
                .sorted(Comparator.comparing(PosixAcl.Entry::tag)
                        .thenComparingLong(PosixAcl.Entry::number)
                        .thenComparingInt(PosixAcl.Entry::permissions))
                .toList());
    }
}
