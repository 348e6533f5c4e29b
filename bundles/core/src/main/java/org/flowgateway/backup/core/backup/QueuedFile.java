package org.flowgateway.backup.core.backup;

import java.util.Optional;
import org.flowgateway.backup.core.tree.SectionFile;

/**
 * File that is to be put into a pack.
 *
 * @param file as the last look found it
 * @param attempt which attempt this is
 */
record QueuedFile(SectionFile file, ReadAttempt attempt) {

    /** A file that another process replaces with one of another kind, or deletes and makes anew, is looked at so often. */
    private static final int MAX_INSPECTIONS = 16;

    /**
     * Number of an attempt to read a file, and what is known of those before.
     *
     * @param inspections how often it was another one, or not there, when it was opened
     * @param changed what was read of it while it changed; empty if that did not happen
     * @param attributes whether it has attributes for which a pack had no room
     */
    record ReadAttempt(int inspections, Optional<ContentChecksum> changed, boolean attributes) {

        static final ReadAttempt FIRST = new ReadAttempt(0, Optional.empty(), false);

        /** The next one after it was another file, or none. */
        ReadAttempt replaced() {
            return new ReadAttempt(inspections + 1, changed, attributes);
        }

        /** The next one after it changed while it was read. */
        ReadAttempt changed(ContentChecksum read) {
            return new ReadAttempt(inspections, Optional.of(read), attributes);
        }

        /** The next one, for which room for its attributes is kept. */
        ReadAttempt withAttributes() {
            return new ReadAttempt(inspections + 1, changed, true);
        }

        boolean isLast() {
            return inspections >= MAX_INSPECTIONS;
        }
    }
}
