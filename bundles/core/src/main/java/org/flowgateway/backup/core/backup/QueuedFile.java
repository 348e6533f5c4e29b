package org.flowgateway.backup.core.backup;

import java.util.Optional;
import org.flowgateway.backup.core.tree.SectionFile;

/**
 * File that is to be put into a pack.
 *
 * @param file as the last look found it
 * @param attempt which attempt this is
 */
record QueuedFile(SectionFile file, Attempt attempt) {

    /** A file that another process replaces with one of another kind, or deletes and makes anew, is looked at so often. */
    private static final int MAX_LOOKS = 16;

    /**
     * Number of an attempt to read a file, and what is known of those before.
     *
     * @param looks how often it was another one, or not there, when it was opened
     * @param changed what was read of it while it changed; empty if that did not happen
     * @param attributes whether it has attributes for which a pack had no room
     */
    record Attempt(int looks, Optional<ContentChecksum> changed, boolean attributes) {

        static final Attempt FIRST = new Attempt(0, Optional.empty(), false);

        /** The next one after it was another file, or none. */
        Attempt replaced() {
            return new Attempt(looks + 1, changed, attributes);
        }

        /** The next one after it changed while it was read. */
        Attempt changed(ContentChecksum read) {
            return new Attempt(looks, Optional.of(read), attributes);
        }

        /** The next one, for which room for its attributes is kept. */
        Attempt withAttributes() {
            return new Attempt(looks + 1, changed, true);
        }

        boolean isLast() {
            return looks >= MAX_LOOKS;
        }
    }
}
