package org.flowgateway.backup.archive;

import java.util.Arrays;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Extended attribute of a file. Immutable if nobody writes to its value.
 *
 * @param name with its name space, such as {@code user.comment} or {@code security.capability}; 1 to 255 bytes of UTF-8 without NUL
 * @param value at most 64 KiB; not copied
 */
public record ExtendedAttribute(String name, byte[] value) {

    /** Maximum bytes of a name: {@code XATTR_NAME_MAX} of Linux. */
    public static final int MAX_NAME_BYTES = FormatLimits.ATTRIBUTE_NAME_BYTES;
    /** Maximum bytes of a value: {@code XATTR_SIZE_MAX} of Linux. */
    public static final int MAX_VALUE_BYTES = FormatLimits.ATTRIBUTE_VALUE_BYTES;

    private static final String ACLS = "system.posix_acl_";

    /**
     * Checks name and length.
     *
     * @throws IllegalArgumentException if one is invalid, or the name is that of an access control list, which has its own field
     */
    public ExtendedAttribute {
        int length = ValueChecks.utf8Length(name, "attribute name");
        ValueChecks.that(
                length > 0 && length <= MAX_NAME_BYTES,
                "attribute name of [" + length + "] bytes is not in [1] to [" + MAX_NAME_BYTES + "]");
        ValueChecks.that(!name.startsWith(ACLS), "attribute [" + name + "] is an access control list");
        ValueChecks.that(
                value.length <= MAX_VALUE_BYTES,
                "value of [" + value.length + "] bytes is longer than [" + MAX_VALUE_BYTES + "]");
    }

    /** Compares the value's bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExtendedAttribute attribute
                && attribute.name.equals(name)
                && Arrays.equals(attribute.value, value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    /** Omits the value, which may be a secret. */
    @Override
    public String toString() {
        return name + " of " + value.length + " bytes";
    }
}
