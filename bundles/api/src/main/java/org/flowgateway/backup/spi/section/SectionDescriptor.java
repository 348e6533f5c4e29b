package org.flowgateway.backup.spi.section;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Name and attributes of a section.
 *
 * @param id name in backups, {@code [a-z0-9_-]}, 1 to 64 characters, never changed later
 * @param title name for people
 * @param required {@code true}: content that cannot be read fails the backup; {@code false}: it is a warning
 * @param vault whether it belongs to the vault (secrets) or to the configuration
 * @param formatVersion version of the tree's own layout, from 1
 */
public record SectionDescriptor(String id, String title, boolean required, boolean vault, int formatVersion) {

    private static final Pattern ID = Pattern.compile("[a-z0-9_-]{1,64}");

    /**
     * Validates id and version.
     *
     * @throws IllegalArgumentException if the id has another form or the version is below 1
     */
    public SectionDescriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Section id [" + id + "] is not 1 to 64 characters of [a-z0-9_-]");
        }
        Objects.requireNonNull(title, "title");
        if (formatVersion < 1) {
            throw new IllegalArgumentException("Section format version [" + formatVersion + "] below 1");
        }
    }
}
