package org.flowgateway.backup.core.restore;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.flowgateway.backup.tree.DirectoryHandle;

/**
 * Swap of one section's tree, with its directories open. Every method can be repeated after an interruption anywhere, also by another
 * process that knows only the journal. None deletes any of the previous state but {@link #dropPrevious}. One thread at a time.
 */
interface TreeSwap extends Closeable {

    /** Returns the current record for the journal. */
    SwapRecord record();

    /**
     * Creates and opens the staging directory.
     *
     * @throws SwapConflictException if another user replaced it before it was open
     */
    void createStaging() throws IOException;

    /** Returns the staging directory, open until {@link #close}. */
    DirectoryHandle staging();

    /**
     * Checks that the staging directory still has its name, for code that uses paths.
     *
     * @throws SwapConflictException if another user replaced it
     */
    void checkStaged() throws IOException;

    /**
     * Creates all that must exist, and be in the journal, before {@link #swap}.
     *
     * @param kept files of the current state that are kept
     * @throws SwapConflictException if another user replaced the staging directory
     */
    void prepareSwap(OmittedPaths kept) throws IOException;

    /**
     * Puts the restored state in place of the current one, which is kept as the previous one.
     *
     * @throws SwapConflictException if another user replaced one of the directories
     */
    void swap() throws IOException;

    /** Tells whether the restored state, and nothing else, is at the root, and the previous one is kept. */
    boolean isRestored() throws IOException;

    /** Brings the previous state back to the root, from any point of the swap. The restored one may be kept or not. */
    void rollBack() throws IOException;

    /** Deletes the restored state, after a rollback. */
    void deleteStaged() throws IOException;

    /** Deletes the previous state, after the commit. */
    void dropPrevious() throws IOException;

    /** Lists the trees that {@link #dropPrevious} should have deleted and that still exist. */
    List<UndeletedTrees.Tree> undeleted() throws IOException;

    @Override
    void close();
}
