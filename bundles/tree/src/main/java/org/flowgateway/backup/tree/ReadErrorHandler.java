package org.flowgateway.backup.tree;

import java.io.IOException;

/**
 * Takes what a walk cannot read, and decides whether the walk continues without it.
 *
 * @param <X> thrown to end the walk
 */
@FunctionalInterface
public interface ReadErrorHandler<X extends Exception> {

    /**
     * Reports a file or directory that cannot be looked at or listed.
     *
     * @param path below the tree's root, with {@code /}
     */
    void report(String path, IOException failure) throws X;

    /**
     * Reports a directory that the walk has returned before, and that it cannot list again to look for names that came since.
     *
     * @param path below the tree's root, with {@code /}
     */
    default void reportNewNames(String path, IOException failure) throws X {
        report(path, failure);
    }
}
