package org.flowgateway.backup.tree;

/**
 * File, directory, link or special file that a walk found.
 *
 * @param path below the tree's root, with {@code /}; "" for the root
 * @param state its state
 * @param siblings names of its directory, as far as the walk knows them
 */
public record WalkedFile(String path, FileState state, ListedNames siblings) {}
