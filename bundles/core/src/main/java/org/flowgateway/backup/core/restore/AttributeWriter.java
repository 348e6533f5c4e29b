package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedAttribute;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.tree.AclConversion;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.ExtendedAttributes;

/**
 * Gives restored files the metadata they had: owner, mode, access control lists, extended attributes, time. At no moment has anybody more access
 * than before: a file is made for its maker alone, and opened to others last. A file that could not be given its owner is not given its set-id
 * bits and capabilities either: they would lend out the rights of another. Thread-safe.
 */
final class AttributeWriter {

    /** These say that the disk, not the attribute, is in trouble. */
    private static final List<String> DISK_FAILURES =
            List.of("Input/output error", "Read-only file system", "Structure needs cleaning", "Stale file handle");

    private static final int SET_ID = 06000;
    private static final int GROUP_SHIFT = 3;
    private static final int ALL = 7;

    private final OwnerMapping owners;
    private final boolean root;
    private final AtomicLong ownersRefused = new AtomicLong();
    private final AtomicLong setIdsDropped = new AtomicLong();
    private final NamedFiles attributesRefused = new NamedFiles();

    /** @param root whether this process may give files to any owner */
    AttributeWriter(OwnerMapping owners, boolean root) {
        this.owners = owners;
        this.root = root;
    }

    /** How many files belong to this process's user because their owner could not be set. */
    long ownersRefused() {
        return ownersRefused.get();
    }

    /** How many files are without the set-user-id or set-group-id bit, or the capability, they had. */
    long setIdsDropped() {
        return setIdsDropped.get();
    }

    /** Files without an access control list or an extended attribute they had. */
    NamedFiles attributesRefused() {
        return attributesRefused;
    }

    /**
     * Gives a file what it had. The owner goes first, since setting it takes set-user-id bits and capabilities away; the time last, since it must
     * stand.
     *
     * @param setIdAllowed whether the file may lend out rights
     */
    void apply(MetadataTarget file, Entry entry, boolean setIdAllowed) throws IOException {
        boolean keepsSetId = setOwner(file, entry) && setIdAllowed;
        boolean complete = setAttributes(file, entry);
        if (entry.type() != Entry.Type.SYMLINK) {
            complete &= setAccess(file, entry, keepsSetId ? entry.mode() : entry.modeWithoutSetId());
            complete &= !keepsSetId || setCapability(file, entry);
        }
        if (!keepsSetId && grantsRights(entry)) {
            setIdsDropped.incrementAndGet();
        }
        if (!complete) {
            attributesRefused.add(entry.memberName());
        }
        file.setModified(entry.modified().toInstant());
    }

    private boolean setOwner(MetadataTarget file, Entry entry) throws IOException {
        long gid = owners.gid(entry);
        try {
            file.setOwner(owners.uid(entry), gid);
            return true;
        } catch (FileSystemException e) {
            if (root) {
                throw e;
            }
            ownersRefused.incrementAndGet();
            return false;
        }
    }

    /** All but what decides on access; a directory's default list decides on that of files to come. */
    private static boolean setAttributes(MetadataTarget file, Entry entry) throws IOException {
        boolean complete = true;
        for (ExtendedAttribute attribute : entry.extended().attributes()) {
            if (!attribute.name().equals(ExtendedAttributes.CAPABILITY)) {
                complete &= set(file, attribute.name(), attribute.value());
            }
        }
        return complete;
    }

    /** A mode whose group bits are the mask of a list goes with that list only. */
    private boolean setAccess(MetadataTarget file, Entry entry, int mode) throws IOException {
        ExtendedMetadata extended = entry.extended();
        boolean complete = true;
        if (extended.acl().isEmpty()) {
            file.setMode(mode);
        } else {
            file.setMode(withoutList(mode, extended.acl()));
            complete = set(
                    file,
                    ExtendedAttributes.ACCESS_ACL,
                    AclConversion.toSystem(extended.acl(), owners).toBytes());
        }
        if (!extended.defaultAcl().isEmpty()) {
            complete &= set(
                    file,
                    ExtendedAttributes.DEFAULT_ACL,
                    AclConversion.toSystem(extended.defaultAcl(), owners).toBytes());
        }
        return complete;
    }

    /** The mode that gives nobody more than a list does: who is named in it may have less than the group, or all others, that he is one of. */
    static int withoutList(int mode, Acl acl) {
        int mask = acl.entries().stream()
                .filter(entry -> entry.tag() == AclEntry.Tag.MASK)
                .mapToInt(AclEntry::permissions)
                .findFirst()
                .orElse(ALL);
        int group = mask;
        int other = ALL;
        for (AclEntry entry : acl.entries()) {
            switch (entry.tag()) {
                case USER, GROUP -> {
                    group &= entry.permissions();
                    other &= entry.permissions() & mask;
                }
                case GROUP_OBJ -> group &= entry.permissions();
                case OTHER -> other &= entry.permissions();
                default -> {}
            }
        }
        return mode & ~077 | group << GROUP_SHIFT | other;
    }

    private static boolean setCapability(MetadataTarget file, Entry entry) throws IOException {
        for (ExtendedAttribute attribute : entry.extended().attributes()) {
            if (attribute.name().equals(ExtendedAttributes.CAPABILITY)) {
                return set(file, attribute.name(), attribute.value());
            }
        }
        return true;
    }

    private static boolean grantsRights(Entry entry) {
        return entry.type() != Entry.Type.SYMLINK
                        && (entry.mode() & SET_ID) != 0
                        && entry.modeWithoutSetId() != entry.mode()
                || entry.extended().attributes().stream()
                        .anyMatch(attribute -> attribute.name().equals(ExtendedAttributes.CAPABILITY));
    }

    /** A file system or a user that cannot have an attribute is no reason to do without the file. */
    private static boolean set(MetadataTarget file, String name, byte[] value) throws IOException {
        try {
            file.setAttribute(name, value);
            return true;
        } catch (FileSystemException e) {
            if (e.getReason() != null && DISK_FAILURES.contains(e.getReason())) {
                throw e;
            }
            byte[] current = file.attributes().values().get(name);
            return current != null && Arrays.equals(current, value);
        }
    }

    /** An entry whose owners are meant by their numbers, since they are this gateway's own. */
    static Entry withNumericOwners(Entry entry) {
        ExtendedMetadata extended = entry.extended();
        return new Entry(
                entry.section(),
                entry.path(),
                entry.type(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                "",
                "",
                entry.size(),
                entry.modified(),
                entry.linkTarget(),
                extended.isEmpty()
                        ? extended
                        : new ExtendedMetadata(
                                withNumericOwners(extended.acl()),
                                withNumericOwners(extended.defaultAcl()),
                                extended.attributes()));
    }

    private static Acl withNumericOwners(Acl acl) {
        List<AclEntry> entries = new ArrayList<>();
        acl.entries().forEach(entry -> entries.add(new AclEntry(entry.tag(), entry.id(), "", entry.permissions())));
        return new Acl(entries);
    }

    /** What to tell people of files without their attributes; empty if there are none. */
    String refusalMessage() {
        return attributesRefused.isEmpty()
                ? ""
                : "Access control lists or extended attributes of "
                        + CountedNoun.of(attributesRefused.count(), "file")
                        + " could not be set, since their file system or the gateway's user cannot: "
                        + attributesRefused.names().stream().collect(Collectors.joining(", "))
                        + attributesRefused.more() + ". Nobody has more access to them than before";
    }
}
