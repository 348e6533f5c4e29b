package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedAttribute;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.core.tree.AclConversion;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.ExtendedAttributes;

/**
 * Writer of restored files' metadata: owner, mode, access control lists, extended attributes, time. At no moment does anybody have more
 * access than before: a file is created for its creator alone, and its mode is set last. A file whose owner could not be set gets no set-id
 * bits and capabilities either, since they would grant another user's rights. Thread-safe.
 */
final class MetadataWriter {

    /** Failures of the disk, not of the attribute. */
    private static final List<String> DISK_FAILURES =
            List.of("Input/output error", "Read-only file system", "Structure needs cleaning", "Stale file handle");

    private static final int SET_ID = 06000;
    private static final int GROUP_SHIFT = 3;
    private static final int ALL = 7;

    private final OwnerMapping owners;
    private final boolean root;
    /** Files that belong to this process's user because their owner could not be set. */
    private final AtomicLong ownersRefused = new AtomicLong();

    private final AtomicLong setIdsDropped = new AtomicLong();
    /** Files without an access control list or an extended attribute of theirs. */
    private final NamedFiles attributesRefused = new NamedFiles();

    /** @param root whether this process may give files to any owner */
    MetadataWriter(OwnerMapping owners, boolean root) {
        this.owners = owners;
        this.root = root;
    }

    /** Returns the number of files without their set-user-id bit, set-group-id bit or capability. */
    long setIdsDropped() {
        return setIdsDropped.get();
    }

    /**
     * Sets a file's metadata. The owner is set first, since that clears set-user-id bits and capabilities; the time last, since other
     * changes alter it.
     *
     * @param setIdAllowed whether the file may have set-id bits and capabilities
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

    /** Sets the attributes that do not decide on access. A directory's default list decides on that of future files. */
    private static boolean setAttributes(MetadataTarget file, Entry entry) throws IOException {
        boolean complete = true;
        for (ExtendedAttribute attribute : entry.extended().attributes()) {
            if (!attribute.name().equals(ExtendedAttributes.CAPABILITY)) {
                complete &= set(file, attribute.name(), attribute.value());
            }
        }
        return complete;
    }

    /** Sets mode and lists. A mode whose group bits are a list's mask is only set with that list. */
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

    /**
     * Returns a mode that gives nobody more access than a list: a user named in the list may have less than the group or others that
     * include this user.
     */
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

    /** Sets one attribute. A file is restored also where the file system or the user cannot set it. */
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

    /** Returns an entry without account names, since the numbers of its owners are this gateway's own. */
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

    /** Returns the warnings about metadata that could not be restored. */
    List<Message> warnings() {
        List<Message> warnings = new ArrayList<>();
        if (ownersRefused.get() > 0) {
            warnings.add(RestoreMessage.OWNERS_NOT_SET.with(ownersRefused.get()));
        }
        if (setIdsDropped() > 0) {
            warnings.add(RestoreMessage.SET_IDS_NOT_RESTORED.with(setIdsDropped()));
        }
        if (!attributesRefused.isEmpty()) {
            String files = String.join(", ", attributesRefused.names()) + attributesRefused.more();
            warnings.add(RestoreMessage.ATTRIBUTES_NOT_SET.with(attributesRefused.count(), files));
        }
        return warnings;
    }
}
