package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.SymbolicLinkException;

/** Durable placement of objects in directories that other sessions may remove meanwhile. */
final class LocalPlacement {

    /** Placement of one object in its directory. */
    interface Attempt {
        /**
         * Gives the object its name.
         *
         * @return {@code false} if it cannot have it, and nothing was changed
         * @throws NoSuchFileException if another session removed the directory
         */
        boolean run(DirectoryHandle directory) throws IOException;
    }

    /** Maximum of attempts. Each needs a removal by another session at that moment, so only a fault reaches it. */
    private static final int MAX_REMOVALS = 64;

    private final LocalObjectTree tree;
    private final OpenResources files;

    LocalPlacement(LocalObjectTree tree, OpenResources files) {
        this.tree = tree;
        this.files = files;
    }

    /**
     * Creates the directories above an object, gives it its name, and syncs the names.
     *
     * @return result of the attempt; if {@code false}, the created directories were removed
     */
    boolean place(ObjectName name, Attempt attempt) throws IOException {
        List<String> created = new ArrayList<>();
        // Not a retry of a failure: a concurrent delete may remove the directory while it is still empty.
        for (int removals = 0; removals < MAX_REMOVALS; removals++) {
            try (DirectoryHandle directory = tree.make(LocalObjectTree.directoryOf(name), created)) {
                if (attempt.run(directory)) {
                    sync(name, directory);
                    return true;
                }
                tree.removeCreated(created);
                return false;
            } catch (NoSuchFileException removed) {
                files.check();
            }
        }
        throw LocalMessage.DIRECTORY_REMOVED.exception(
                name.toString(), tree.root().path());
    }

    private void sync(ObjectName name, DirectoryHandle directory) throws IOException {
        try {
            tree.sync(LocalObjectTree.directoryOf(name), directory);
        } catch (IOException e) {
            throw unknownOutcome(name, e);
        }
    }

    /** Classifies a failure after publication as an unknown outcome, except a removal by others. */
    static IOException unknownOutcome(ObjectName name, IOException cause) {
        return cause instanceof NoSuchFileException || cause instanceof ClosedChannelException
                ? cause
                : LocalMessage.NOT_SYNCED.causedBy(
                        cause,
                        name.toString(),
                        isReplacement(cause)
                                ? "its directory was replaced meanwhile"
                                : LocalFailureClassifier.reason(cause));
    }

    private static boolean isReplacement(IOException cause) {
        return cause instanceof TransportException
                || cause instanceof SymbolicLinkException
                || cause instanceof NotDirectoryException
                || cause instanceof FileReplacedException;
    }

    /** Creates the failure of a name that other content has. */
    TransportException taken(ObjectName name) {
        return LocalMessage.NAME_TAKEN.exception(name.toString(), tree.root().path());
    }
}
