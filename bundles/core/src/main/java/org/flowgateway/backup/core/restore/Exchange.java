package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The exchange of one section's tree. Every method can be repeated after it was cut off anywhere, also by another process that knows
 * no more than the journal; none deletes anything of the old state but {@link #dropOld}. One thread at a time.
 */
interface Exchange {

    /** Where the state lives. */
    Path root();

    /** Where the restored state is made. */
    Path staged();

    /** Where the state that was there before is kept, until the restore is final. */
    Path old();

    /** Makes the directory to stage in. */
    void prepare() throws IOException;

    /** The same exchange with all that must be on disk before {@link #swap}. */
    Exchange ready() throws IOException;

    /** Puts the restored state in the place of the old one, which is kept. */
    void swap() throws IOException;

    /** Whether the restored state, and nothing else, is in its place, and the old one is kept. */
    boolean isRestored() throws IOException;

    /** Puts the old state back in its place, wherever it is on its way; the restored one is kept or not. */
    void takeBack() throws IOException;

    /** Removes the restored state, once the old one is in its place. */
    void clear() throws IOException;

    /** Removes the old state, once the restored one is final. */
    void dropOld() throws IOException;
}
