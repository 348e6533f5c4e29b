package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paths of a section that are kept, though the backup omits them.
 *
 * @param section the section's id, for messages
 * @param paths below its root, with {@code /}
 * @param mayDrop whether a file without a directory in the restored state may be removed with the previous one
 */
record OmittedPaths(String section, List<String> paths, boolean mayDrop) {

    private static final Logger LOG = LoggerFactory.getLogger(OmittedPaths.class);

    OmittedPaths {
        paths = List.copyOf(paths);
    }

    static OmittedPaths none(String section) {
        return new OmittedPaths(section, List.of(), true);
    }

    /**
     * Plans the moves.
     *
     * @param above directory that holds the previous root, or the root itself
     * @param previous the previous root's name there; "" for the root itself
     * @param restored root of the restored tree
     * @throws IOException if a file cannot be kept, and may not be removed
     */
    List<OmittedFileMove> moves(DirectoryHandle above, String previous, DirectoryHandle restored) throws IOException {
        List<OmittedFileMove> moves = new ArrayList<>();
        for (String path : paths) {
            Optional<OmittedFileMove> move = OmittedFileMove.of(above, previous, path);
            if (move.isPresent() && move.get().fits(restored)) {
                moves.add(move.get());
            } else if (move.isPresent()) {
                String displayName = section + "/" + FileNames.display(path);
                if (!mayDrop) {
                    throw new IOException(RestoreMessage.NO_PLACE_FOR_OMITTED_FILE
                            .with(displayName)
                            .text());
                }
                LOG.warn(
                        "{}, which the backup does not hold, has no place in the restored state and is removed",
                        displayName);
            }
        }
        return moves;
    }
}
