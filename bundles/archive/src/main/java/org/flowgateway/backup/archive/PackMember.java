package org.flowgateway.backup.archive;

/**
 * A member of a pack as its tar has it. Immutable. Neither name is checked: compare them with what the index says.
 *
 * @param name as {@link Entry#memberName()} or {@link Entry#memberName(int)} gives it
 * @param type what it is
 * @param size bytes of content
 * @param linkTarget text of a symbolic link; for a hard link the member name, with its section, of the first entry of
 *        that file; else {@code ""}
 */
public record PackMember(String name, Entry.Type type, long size, String linkTarget) {}
