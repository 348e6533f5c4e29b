package org.flowgateway.backup.core.backup;

import java.util.Optional;
import org.flowgateway.backup.core.tree.SectionFile;

/**
 * File that is to be put into a pack.
 *
 * @param file as last inspected
 * @param attempt which attempt this is
 */
record QueuedFile(SectionFile file, ReadAttempt attempt) {

    /** Limit of inspections of a file that another process keeps replacing. */
    private static final int MAX_INSPECTIONS = 16;

    /**
     * Attempt to read a file, with the results of earlier ones.
     *
     * @param inspections how often it was replaced, or missing, when it was opened
     * @param changed checksum of its bytes read while it changed; empty if it did not change
     * @param attributes whether it has attributes for which a pack had no room
     */
    record ReadAttempt(int inspections, Optional<ContentChecksum> changed, boolean attributes) {

        static final ReadAttempt FIRST = new ReadAttempt(0, Optional.empty(), false);

        /** Next attempt, after the file was replaced or vanished. */
        ReadAttempt replaced() {
            return new ReadAttempt(inspections + 1, changed, attributes);
        }

        /** Next attempt, after the file changed while it was read. */
        ReadAttempt changed(ContentChecksum read) {
            return new ReadAttempt(inspections, Optional.of(read), attributes);
        }

        /** Next attempt, with room reserved for the file's attributes. */
        ReadAttempt withAttributes() {
            return new ReadAttempt(inspections + 1, changed, true);
        }

        boolean isLast() {
            return inspections >= MAX_INSPECTIONS;
        }
    }
}
