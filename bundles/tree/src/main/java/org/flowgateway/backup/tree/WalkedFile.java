package org.flowgateway.backup.tree;

/**
 * A file, directory, link or other thing that a walk found.
 *
 * @param path below the tree's root, with {@code /}; "" for the root
 * @param state as the walk saw it
 * @param siblings the names of the directory it lies in, as far as the walk knows them
 */
public record WalkedFile(String path, FileState state, ListedNames siblings) {}
