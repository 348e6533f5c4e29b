package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Locks on directories, held by one job of one installation on this machine: two installations with a state directory each may be set up for
 * the same gateway. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TreeLocks {

    /** Locks nothing, for platforms without the operating system's locks. */
    TreeLocks NONE = directories -> () -> {};

    /**
     * Takes the locks of all directories, or of none, and does not wait.
     *
     * @param directories the roots of sections, and the directory of local backups; one that does not exist is passed over
     * @return what releases them; the end of the process does, too
     * @throws TreeHeldException if another process holds one of them
     * @throws IOException if a directory cannot be opened or locked
     */
    Hold hold(Collection<Path> directories) throws TreeHeldException, IOException;

    /** Locks that are held. */
    interface Hold extends AutoCloseable {

        /** Releases them; without effect if they are released already. */
        @Override
        void close();
    }
}
