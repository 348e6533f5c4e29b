package org.flowgateway.backup.tree;

import java.io.IOException;

/**
 * Handler of files that a walk cannot read. It decides whether the walk continues without them.
 *
 * @param <X> thrown to end the walk
 */
@FunctionalInterface
public interface ReadErrorHandler<X extends Exception> {

    /**
     * Reports a file or directory whose state cannot be read or that cannot be listed.
     *
     * @param path below the tree's root, with {@code /}
     */
    void report(String path, IOException failure) throws X;

    /**
     * Reports a directory that the walk has returned before and cannot list again to find new names.
     *
     * @param path below the tree's root, with {@code /}
     */
    default void reportNewNames(String path, IOException failure) throws X {
        report(path, failure);
    }
}
