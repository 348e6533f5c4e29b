package org.flowgateway.backup.transport.local;

import java.nio.file.FileSystemException;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;

/**
 * File system without hard links and, optionally, without renames that replace nothing. Of two successive renames of one thread the first
 * counts as such a rename.
 *
 * @param noLinks reason for refused links
 * @param noExclusiveRename reason for refused renames; {@code null} if they succeed
 * @param refused set for a thread whose latest rename was refused
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
