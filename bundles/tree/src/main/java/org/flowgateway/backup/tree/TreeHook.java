package org.flowgateway.backup.tree;

import java.io.IOException;

/**
 * Hook of every call on a tree. Tests provoke races, faults and crashes with it; the product uses {@link #NONE}. Implementations must be
 * thread-safe.
 */
public interface TreeHook {

    /** Hook without effect. */
    TreeHook NONE = (operation, path) -> {};

    /**
     * Runs before a call.
     *
     * @param path absolute path, for display: see {@link FileNames#display}
     * @throws IOException as if the call had failed
     */
    void before(TreeOperation operation, String path) throws IOException;

    /** Runs after a file was opened to be read. */
    default void opened(String path) throws IOException {
        // Most hooks need only the event before the call.
    }

    /** Returns whether the process should appear to have write permission where it has it. */
    default boolean mayWrite(String path) {
        return true;
    }
}
