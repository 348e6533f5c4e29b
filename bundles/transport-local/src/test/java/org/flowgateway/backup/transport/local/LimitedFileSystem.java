package org.flowgateway.backup.transport.local;

import java.nio.file.FileSystemException;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;

/**
 * A file system that makes no hard links and, if it is to be so, no renames that replace nothing. Of two renames in a row of one thread the first
 * is taken for such a one.
 *
 * @param noLinks the reason it gives for links
 * @param noExclusiveRename the reason it gives for such renames; {@code null} if it makes them
 * @param refused of a thread that had a rename refused just now
 */
record LimitedFileSystem(String noLinks, String noExclusiveRename, ThreadLocal<Boolean> refused) implements TreeHook {

    LimitedFileSystem(String noLinks, String noExclusiveRename) {
        this(noLinks, noExclusiveRename, ThreadLocal.withInitial(() -> false));
    }

    @Override
    public void before(TreeOperation operation, String path) throws FileSystemException {
        if (operation == TreeOperation.LINK) {
            refused.set(false);
            throw new FileSystemException(path, null, noLinks);
        }
        if (operation == TreeOperation.RENAME && noExclusiveRename != null && !refused.get()) {
            refused.set(true);
            throw new FileSystemException(path, null, noExclusiveRename);
        }
    }
}
