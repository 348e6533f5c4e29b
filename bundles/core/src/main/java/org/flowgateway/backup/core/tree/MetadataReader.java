package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Reader of access control lists and extended attributes into the form of a backup. The result reports metadata that cannot be read or
 * stored; this never ends a job. Thread-safe.
 */
public final class MetadataReader {

    private static final String ACLS = "system.posix_acl_";

    private final SystemAccounts accounts;

    public MetadataReader(SystemAccounts accounts) {
        this.accounts = accounts;
    }

    /** Reads the metadata of an open file. */
    public ExtendedMetadataReading read(OpenFile file) {
        try {
            return read(file.attributes());
        } catch (IOException e) {
            return lost(e);
        }
    }

    /** Reads the metadata of a directory, or of a file that need not be opened. */
    public ExtendedMetadataReading read(SectionFile file) {
        try {
            ExtendedAttributes attributes = file.tree().directory().attributes(file.path());
            if (!attributes.isEmpty() && !file.inspect().isSameFile(file.state())) {
                return lost(ExtendedMetadata.NONE, ReadErrorMessage.METADATA_REPLACED.with(), false);
            }
            return read(attributes);
        } catch (NoSuchFileException e) {
            return ExtendedMetadataReading.NONE; // The file is gone, and its metadata with it.
        } catch (IOException e) {
            return lost(e);
        }
    }

    /**
     * Reports a failed read. Where a sandbox forbids the calls, no file seems to have extended metadata, and its mode is taken as it is.
     */
    private static ExtendedMetadataReading lost(IOException failure) {
        boolean forbidden = failure instanceof AccessDeniedException
                || failure instanceof FileSystemException call && "Operation not permitted".equals(call.getReason());
        return lost(ExtendedMetadata.NONE, FileFailures.describe(failure), !forbidden);
    }

    private static ExtendedMetadataReading lost(ExtendedMetadata rest, Message reason, boolean masked) {
        return new ExtendedMetadataReading(rest, Optional.of(reason), masked);
    }

    /** Converts the system's attributes into the form of a backup. */
    public ExtendedMetadataReading read(ExtendedAttributes attributes) {
        if (attributes.isEmpty()) {
            return ExtendedMetadataReading.NONE;
        }
        Map<String, byte[]> others = new TreeMap<>(attributes.values());
        others.keySet().removeIf(name -> name.startsWith(ACLS));
        Acl access = Acl.NONE;
        Acl defaults = Acl.NONE;
        try {
            access = acl(attributes, ExtendedAttributes.ACCESS_ACL);
            defaults = acl(attributes, ExtendedAttributes.DEFAULT_ACL);
            return new ExtendedMetadataReading(ExtendedMetadata.of(access, defaults, others), Optional.empty(), false);
        } catch (IllegalArgumentException e) {
            boolean masked = access.isEmpty() && attributes.values().containsKey(ExtendedAttributes.ACCESS_ACL);
            return lost(fitLimits(access, defaults, others), ReadErrorMessage.METADATA_EXCEEDS_FORMAT.with(), masked);
        }
    }

    private Acl acl(ExtendedAttributes attributes, String name) {
        byte[] value = attributes.values().get(name);
        return value == null ? Acl.NONE : AclConversion.toBackup(PosixAcl.parse(value), accounts);
    }

    /** Collects as many attributes as the format has space for, in the order of their names. */
    private static ExtendedMetadata fitLimits(Acl access, Acl defaults, Map<String, byte[]> others) {
        ExtendedMetadata fitted = ExtendedMetadata.NONE;
        Map<String, byte[]> kept = new TreeMap<>();
        for (Map.Entry<String, byte[]> attribute : others.entrySet()) {
            kept.put(attribute.getKey(), attribute.getValue());
            try {
                fitted = ExtendedMetadata.of(access, defaults, kept);
            } catch (
                    IllegalArgumentException e) { // This attribute does not fit; the result says that some are missing.
                kept.remove(attribute.getKey());
            }
        }
        return kept.isEmpty() ? ExtendedMetadata.of(access, defaults, kept) : fitted;
    }
}
