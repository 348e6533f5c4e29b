package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.tree.FileTrees;

/** Swap of one section's tree, as recorded in the journal. Immutable. */
interface SwapRecord {

    /** Returns the section's directory. */
    Path root();

    /** Returns the staging directory of the restored state. */
    Path staged();

    /** Returns the directory that keeps the previous state until the restore is final. */
    Path previous();

    /** Returns the inode numbers of these directories. */
    SwapInodes inodes();

    /** Returns the moves of kept files from the previous state. */
    List<OmittedFileMove> moves();

    /**
     * Opens the directories of the swap.
     *
     * @throws IOException if they cannot be opened, or are not those that the swap began with
     */
    TreeSwap open(FileTrees trees) throws IOException;
}
