package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.PosixAcl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata of a directory itself, without its content.
 *
 * @param mode permissions, with set-id and sticky bits
 * @param uid number of its owner
 * @param gid number of its group
 * @param modified last change, to the nanosecond
 * @param extended access control lists and extended attributes; empty in the journal of an older version, which did not read them
 */
record DirectoryMetadata(int mode, long uid, long gid, Instant modified, Optional<ExtendedAttributes> extended) {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryMetadata.class);
    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int FIELDS = 4;
    /** Marker before the attributes, written also if there are none. */
    private static final String EXTENDED = "extended";

    private static final HexFormat HEX = HexFormat.of();

    DirectoryMetadata {
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(extended, "extended");
    }

    static DirectoryMetadata of(DirectoryHandle directory) throws IOException {
        return of(directory, "");
    }

    /** Reads those of a directory that need not be readable. */
    static DirectoryMetadata of(DirectoryHandle above, String name) throws IOException {
        FileState state = above.state(name);
        return new DirectoryMetadata(
                state.permissions(), state.uid(), state.gid(), state.modified(), Optional.of(above.attributes(name)));
    }

    /**
     * Sets them on a directory: the owner first, which clears set-id bits, and the time last. Equal values are left alone. The access
     * control list is set before the mode, whose group bits are the list's mask, so nobody has more access in between.
     */
    void apply(DirectoryHandle directory) throws IOException {
        DirectoryMetadata current = of(directory);
        if (current.uid() != uid || current.gid() != gid) {
            directory.setOwner("", uid, gid);
        }
        if (extended.isPresent() && !current.extended().equals(extended)) {
            applyExtended(
                    directory,
                    current.extended().orElseThrow().values(),
                    extended.get().values());
        }
        if (directory.state().permissions() != mode) {
            directory.setMode("", mode);
        }
        if (!directory.state().modified().equals(modified)) {
            directory.setModified("", modified);
        }
    }

    private void applyExtended(DirectoryHandle directory, Map<String, byte[]> current, Map<String, byte[]> target)
            throws IOException {
        Map<String, byte[]> required = new TreeMap<>(target);
        if (current.containsKey(ExtendedAttributes.ACCESS_ACL)) {
            required.putIfAbsent(ExtendedAttributes.ACCESS_ACL, listOf(mode).toBytes());
        }
        for (Map.Entry<String, byte[]> each : required.entrySet()) {
            if (!Arrays.equals(each.getValue(), current.get(each.getKey()))) {
                change(each.getKey(), () -> directory.setAttribute(each.getKey(), each.getValue()));
            }
        }
        for (String name : current.keySet()) {
            if (!required.containsKey(name)) {
                change(name, () -> directory.removeAttribute(name));
            }
        }
    }

    /** Returns the list that equals a mode. Setting it replaces another list and sets the mode in one step. */
    static PosixAcl listOf(int mode) {
        return new PosixAcl(List.of(
                new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, mode >> 6 & 7),
                new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, mode >> 3 & 7),
                new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, mode & 7)));
    }

    private interface AttributeChange {
        void run() throws IOException;
    }

    /** Changes one attribute. Only lists decide on access; a failure with another attribute is logged. */
    private static void change(String name, AttributeChange change) throws IOException {
        try {
            change.run();
        } catch (IOException e) {
            if (name.equals(ExtendedAttributes.ACCESS_ACL) || name.equals(ExtendedAttributes.DEFAULT_ACL)) {
                throw e;
            }
            LOG.warn("The extended attribute {} of a section's directory cannot be set", name, e);
        }
    }

    /** Formats them as one line of text. */
    String format() {
        StringBuilder text = new StringBuilder(Integer.toOctalString(mode) + " " + uid + " " + gid + " " + modified);
        extended.ifPresent(attributes -> {
            text.append(' ').append(EXTENDED);
            attributes
                    .values()
                    .forEach((name, value) -> text.append(' ')
                            .append(HEX.formatHex(name.getBytes(StandardCharsets.UTF_8)))
                            .append(':')
                            .append(HEX.formatHex(value)));
        });
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text is not one that {@link #format} made */
    static DirectoryMetadata parse(String text) {
        String[] parts = text.split(" ", 0);
        try {
            Map<String, byte[]> extended = new TreeMap<>();
            for (int i = FIELDS + 1; i < parts.length; i++) {
                int colon = parts[i].indexOf(':');
                extended.put(
                        new String(HEX.parseHex(parts[i].substring(0, colon)), StandardCharsets.UTF_8),
                        HEX.parseHex(parts[i].substring(colon + 1)));
            }
            // Earlier versions wrote numbers above 2^31 as negative ones.
            return new DirectoryMetadata(
                    Integer.parseInt(parts[0], 8),
                    Long.parseLong(parts[1]) & UNSIGNED,
                    Long.parseLong(parts[2]) & UNSIGNED,
                    Instant.parse(parts[3]),
                    parts.length == FIELDS ? Optional.empty() : Optional.of(new ExtendedAttributes(extended)));
        } catch (IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("[" + text + "] are no attributes of a directory", e);
        }
    }
}
