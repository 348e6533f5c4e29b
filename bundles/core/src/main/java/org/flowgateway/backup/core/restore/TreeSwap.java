package org.flowgateway.backup.core.restore;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.flowgateway.backup.tree.DirectoryHandle;

/**
 * The swap of one section's tree, with the directories open that it takes place in. Every method can be repeated after it was cut off anywhere,
 * also by another process that knows no more than the journal; none deletes anything of the old state but {@link #dropPrevious}. One thread at a time.
 */
interface TreeSwap extends Closeable {

    /** What the journal must say of it by now. */
    SwapRecord record();

    /**
     * Makes the directory to stage in, and opens it.
     *
     * @throws SwapConflictException if somebody exchanged it before it was open
     */
    void createStaging() throws IOException;

    /** The directory to stage in, open until {@link #close}. */
    DirectoryHandle staging();

    /**
     * Checks that the staged directory still has its name, for code that goes by paths.
     *
     * @throws SwapConflictException if somebody exchanged it
     */
    void checkStaged() throws IOException;

    /**
     * Makes what must be there, and noted in the journal, before {@link #swap}.
     *
     * @param kept what is kept of the old state
     * @throws SwapConflictException if somebody exchanged the staged directory
     */
    void prepareSwap(KeptPaths kept) throws IOException;

    /**
     * Puts the restored state in the place of the old one, which is kept.
     *
     * @throws SwapConflictException if somebody exchanged one of the directories
     */
    void swap() throws IOException;

    /** Tells whether the restored state, and nothing else, is in its place, and the old one is kept. */
    boolean isRestored() throws IOException;

    /** Puts the old state back in its place, wherever it is on its way; the restored one is kept or not. */
    void rollBack() throws IOException;

    /** Removes the restored state, once the old one is in its place. */
    void deleteStaged() throws IOException;

    /** Removes the old state, once the restored one is final. */
    void dropPrevious() throws IOException;

    /** Lists what {@link #dropPrevious} should have removed and is still there. */
    List<UndeletedTrees.Tree> undeleted() throws IOException;

    @Override
    void close();
}
