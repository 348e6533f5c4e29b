package org.flowgateway.backup.archive.pack;

import org.flowgateway.backup.archive.Entry;

/**
 * Member of an opened pack, as in its tar. Immutable. Neither name is checked: compare them with the index.
 *
 * @param name see {@link Entry#memberName()} and {@link Entry#memberName(int)}
 * @param type kind of entry
 * @param size bytes of content
 * @param linkTarget text of a symbolic link; for a hard link the member name, with its section, of the first entry of that file; else {@code ""}
 */
public record OpenedMember(String name, Entry.Type type, long size, String linkTarget) {}
