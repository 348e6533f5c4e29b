package org.flowgateway.backup.tree;

import java.io.IOException;

/**
 * An observer of every call on a tree. Tests provoke races, faults and crashes with one; the product has {@link #NONE}. Implementations must be
 * thread-safe.
 */
public interface TreeHook {

    /** No observer. */
    TreeHook NONE = (operation, path) -> {};

    /**
     * Runs before a call is made.
     *
     * @param path absolute path, for display: see {@link FileNames#display}
     * @throws IOException as if the call had failed
     */
    void before(TreeOperation operation, String path) throws IOException;

    /** Runs after a file was opened to be read. */
    default void opened(String path) throws IOException {
        // Most observers need the call before only.
    }

    /** Decides whether the process appears to have write permission where it has it. */
    default boolean mayWrite(String path) {
        return true;
    }
}
