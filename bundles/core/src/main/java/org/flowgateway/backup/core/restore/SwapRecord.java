package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.tree.FileTrees;

/** The swap of one section's tree as the journal describes it. Immutable. */
interface SwapRecord {

    /** Where the state lives. */
    Path root();

    /** Where the restored state is made. */
    Path staged();

    /** Where the state that was there before is kept, until the restore is final. */
    Path previous();

    /** Which directories of these names belong to the swap. */
    SwapInodes inodes();

    /** What is kept of the old state though the backup does not hold it. */
    List<KeptMove> moves();

    /**
     * Opens the directories that the swap needs.
     *
     * @throws IOException if they cannot be opened, or are not those that the swap was begun with
     */
    TreeSwap open(FileTrees trees) throws IOException;
}
