package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on open directories (flock(2)), released by the end of the process at the latest. A directory that cannot be opened or locked is
 * skipped: the job detects itself whether it can use it. Thread-safe.
 */
public final class DirectoryLocks implements TreeLocks {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLocks.class);

    private final FileTrees trees;

    public DirectoryLocks(FileTrees trees) {
        this.trees = trees;
    }

    @Override
    public Hold hold(Collection<Path> directories) throws TreeHeldException {
        List<DirectoryHandle> held = new ArrayList<>();
        Set<FileState.Identity> known = new HashSet<>();
        Hold hold = () -> held.forEach(DirectoryHandle::close);
        try {
            for (Path directory : directories) {
                lock(directory, known, held);
            }
        } catch (TreeHeldException e) {
            hold.close();
            throw e;
        }
        return hold;
    }

    private void lock(Path directory, Set<FileState.Identity> known, List<DirectoryHandle> held)
            throws TreeHeldException {
        try {
            DirectoryHandle handle = trees.open(trees.realPath(directory.toAbsolutePath()));
            held.add(handle);
            // Two sections may have one root, and a lock of our own is in the way of another one as well.
            if (known.add(handle.state().identity()) && !handle.tryLock()) {
                throw new TreeHeldException(directory, LockHolders.of(directory));
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be locked, so another gateway's job is not kept away from it", directory, e);
        }
    }
}
