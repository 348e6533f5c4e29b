package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;

/**
 * First component of a path that exists and is no directory: the reason, for a message, why the path could not be opened. It never decides
 * which files are changed.
 *
 * @param path absolute path
 * @param state state of the component
 */
record PathObstacle(String path, FileState state) {

    /** Finds the obstacle on a path; empty if it is gone. */
    static Optional<PathObstacle> find(DirectoryHandle directory, String path) throws IOException {
        for (int end = nextEnd(path, 0); end > 0; end = nextEnd(path, end + 1)) {
            String prefix = path.substring(0, end);
            Optional<FileState> state = directory.find(prefix);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            if (!state.get().isDirectory()) {
                return Optional.of(new PathObstacle(
                        (directory.path().equals("/") ? "" : directory.path()) + "/" + prefix, state.get()));
            }
        }
        return Optional.empty();
    }

    private static int nextEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash >= 0 ? slash : from < path.length() ? path.length() : -1;
    }

    /** Creates the failure of a path through a symbolic link; empty for other files. */
    Optional<TransportException> asLink() {
        return state.isSymlink() ? Optional.of(LocalMessage.DIRECTORY_IS_LINK.exception(path)) : Optional.empty();
    }

    /** Creates the failure of a backup directory that is none. */
    TransportException notDirectory() {
        return asLink().orElseGet(() -> LocalMessage.DIRECTORY_IS_FILE.exception(path));
    }

    /** Creates the failure of storing below it. */
    TransportException blocksStoring() {
        return asLink().orElseGet(() -> LocalMessage.FILE_ABOVE_OBJECT.exception(path));
    }
}
