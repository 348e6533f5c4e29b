package org.flowgateway.backup.tree;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes of a file (xattr(7)): name, with its namespace, to value. POSIX ACLs are among them, in the kernel's form
 * ({@link PosixAcl}). Immutable.
 */
public final class ExtendedAttributes {

    /** No attributes. */
    public static final ExtendedAttributes NONE = new ExtendedAttributes(Map.of());
    /** Name of the ACL for access to the file. */
    public static final String ACCESS_ACL = "system.posix_acl_access";
    /** Name of the ACL that new files in a directory get. */
    public static final String DEFAULT_ACL = "system.posix_acl_default";
    /** Name of the capabilities that a program grants to its user (capabilities(7)). */
    public static final String CAPABILITY = "security.capability";

    private final SortedMap<String, byte[]> values;

    /**
     * Creates attributes.
     *
     * @param values the arrays are not copied
     */
    public ExtendedAttributes(Map<String, byte[]> values) {
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns all of them in the order of their names; the arrays are not copied. */
    public SortedMap<String, byte[]> values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtendedAttributes attributes
                && values.keySet().equals(attributes.values.keySet())
                && values.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), attributes.values.get(each.getKey())));
    }

    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
