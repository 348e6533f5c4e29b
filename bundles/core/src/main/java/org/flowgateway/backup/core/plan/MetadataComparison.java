package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flowgateway.backup.api.PlannedChange.Difference;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.tree.AclConversion;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.PosixAcl;

/** Compares all metadata of a file with those that a restore would set. One thread. */
final class MetadataComparison {

    private static final String USER = "user.";
    private static final String ACLS = "system.posix_acl_";

    private final OwnerMapping owners;
    private final boolean root;

    /** @param root whether the gateway's user may set owners, and attributes other than a user's own */
    MetadataComparison(OwnerMapping owners, boolean root) {
        this.owners = owners;
        this.root = root;
    }

    /**
     * Adds the differences of one file.
     *
     * @param extended of the entry, or of the first entry of the same file
     * @param setIdAllowed whether the section is restored with set-id bits and capabilities
     * @param differences receives the differences
     */
    void compare(
            SectionFile found,
            Entry entry,
            ExtendedMetadata extended,
            boolean setIdAllowed,
            Set<Difference> differences)
            throws IOException {
        FileState state = found.state();
        if (root && (state.uid() != owners.uid(entry) || state.gid() != owners.gid(entry))) {
            differences.add(Difference.OWNER);
        }
        if (!Timestamp.of(state.modified()).equals(entry.modified())) {
            differences.add(Difference.TIME);
        }
        if (state.isSymlink()) {
            return;
        }
        if (state.permissions() != (setIdAllowed ? entry.mode() : entry.modeWithoutSetId())) {
            differences.add(Difference.MODE);
        }
        ExtendedAttributes current = found.tree().directory().attributes(found.path());
        if ((!current.isEmpty() || !extended.isEmpty()) && !isEqual(current, extended, setIdAllowed)) {
            differences.add(Difference.ATTRIBUTES);
        }
    }

    private boolean isEqual(ExtendedAttributes current, ExtendedMetadata extended, boolean setIdAllowed) {
        return isEqual(current, ExtendedAttributes.ACCESS_ACL, extended.acl())
                && isEqual(current, ExtendedAttributes.DEFAULT_ACL, extended.defaultAcl())
                && new ExtendedAttributes(settable(current))
                        .equals(new ExtendedAttributes(restored(extended, setIdAllowed)));
    }

    private boolean isEqual(ExtendedAttributes current, String name, Acl restored) {
        byte[] value = current.values().get(name);
        if (value == null || restored.isEmpty()) {
            return value == null && restored.isEmpty();
        }
        try {
            return AclConversion.ordered(PosixAcl.parse(value)).equals(AclConversion.toSystem(restored, owners));
        } catch (IllegalArgumentException e) {
            return false; // No backup has created such a list.
        }
    }

    private Map<String, byte[]> settable(ExtendedAttributes current) {
        Map<String, byte[]> values = new TreeMap<>(current.values());
        values.keySet().removeIf(name -> name.startsWith(ACLS) || !isSettable(name));
        return values;
    }

    private Map<String, byte[]> restored(ExtendedMetadata extended, boolean setIdAllowed) {
        Map<String, byte[]> values = new TreeMap<>();
        extended.attributes().forEach(attribute -> {
            if (isSettable(attribute.name())
                    && (setIdAllowed || !attribute.name().equals(ExtendedAttributes.CAPABILITY))) {
                values.put(attribute.name(), attribute.value());
            }
        });
        return values;
    }

    private boolean isSettable(String name) {
        return root || name.startsWith(USER);
    }
}
