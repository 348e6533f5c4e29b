package org.flowgateway.backup.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Metadata of an entry beyond what every file has: access control lists and extended attributes. Immutable.
 *
 * @param acl the access control list, empty if there is none
 * @param defaultAcl the default list of a directory, empty if there is none
 * @param attributes at most 256, each name once, in the order of the names' UTF-8 bytes
 */
public record ExtendedMetadata(Acl acl, Acl defaultAcl, List<ExtendedAttribute> attributes) {

    /** Metadata of most entries: none. */
    public static final ExtendedMetadata NONE = new ExtendedMetadata(Acl.NONE, Acl.NONE, List.of());
    /** Maximum number of attributes of an entry. */
    public static final int MAX_ATTRIBUTES = FormatLimits.ATTRIBUTES;
    /** Maximum bytes of all names and values of an entry together, including those of users and groups in its lists. */
    public static final int MAX_BYTES = FormatLimits.EXTENDED_BYTES;

    /**
     * Checks order and bounds.
     *
     * @throws IllegalArgumentException if attributes are invalid, or all together exceed {@link #MAX_BYTES}
     */
    public ExtendedMetadata {
        Objects.requireNonNull(acl, "acl");
        Objects.requireNonNull(defaultAcl, "default acl");
        attributes = List.copyOf(attributes);
        ValueChecks.that(
                attributes.size() <= MAX_ATTRIBUTES,
                "[" + attributes.size() + "] attributes are more than [" + MAX_ATTRIBUTES + "]");
        long bytes = names(acl) + names(defaultAcl);
        for (int i = 0; i < attributes.size(); i++) {
            ExtendedAttribute attribute = attributes.get(i);
            ValueChecks.that(
                    i == 0 || compare(attributes.get(i - 1).name(), attribute.name()) < 0,
                    "attribute [" + attribute.name() + "] is out of order or there twice");
            bytes += utf8(attribute.name()).length + attribute.value().length;
        }
        ValueChecks.that(
                bytes <= MAX_BYTES,
                "access control lists and attributes of [" + bytes + "] bytes are longer than [" + MAX_BYTES + "]");
    }

    /** Creates metadata from attributes in any order. */
    public static ExtendedMetadata of(Acl acl, Acl defaultAcl, Map<String, byte[]> attributes) {
        List<ExtendedAttribute> ordered = new ArrayList<>();
        attributes.forEach((name, value) -> ordered.add(new ExtendedAttribute(name, value)));
        ordered.sort((one, other) -> compare(one.name(), other.name()));
        return acl.isEmpty() && defaultAcl.isEmpty() && ordered.isEmpty()
                ? NONE
                : new ExtendedMetadata(acl, defaultAcl, ordered);
    }

    private static long names(Acl acl) {
        return acl.entries().stream()
                .mapToLong(entry -> utf8(entry.name()).length)
                .sum();
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(utf8(one), utf8(other));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Approximate bytes of memory. */
    int weight() {
        int lists = acl.entries().size() + defaultAcl.entries().size();
        return isEmpty()
                ? 0
                : 128 * (lists + attributes.size())
                        + attributes.stream()
                                .mapToInt(attribute -> attribute.value().length)
                                .sum();
    }

    /** Returns whether there are neither lists nor attributes. */
    public boolean isEmpty() {
        return acl.isEmpty() && defaultAcl.isEmpty() && attributes.isEmpty();
    }
}
