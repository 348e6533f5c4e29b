package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.flowgateway.backup.core.DurableFiles;
import org.flowgateway.backup.core.StagingNames;

/**
 * An exchange in which all three names lie in the same directory, so that each step is one rename.
 *
 * @param existed whether there was an old state
 */
record RenamedRoot(Path root, Path staged, Path old, boolean existed) implements Exchange {

    RenamedRoot {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(staged, "staged");
        Objects.requireNonNull(old, "old");
    }

    static RenamedRoot of(Path root, String restore, boolean existed) {
        StagingNames names = new StagingNames(root, restore);
        return new RenamedRoot(root, root.resolveSibling(names.restored()), root.resolveSibling(names.before()), existed);
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectory(staged, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public RenamedRoot ready() {
        return this;
    }

    @Override
    public void swap() throws IOException {
        if (existed) {
            DurableFiles.rename(root, old);
        }
        DurableFiles.rename(staged, root);
    }

    @Override
    public boolean isRestored() {
        return Trees.exists(root) && !Trees.exists(staged) && Trees.exists(old) == existed;
    }

    /** The old state is back before anything of the restored one is deleted, so that a crash in here can be followed by another try. */
    @Override
    public void takeBack() throws IOException {
        if (existed && !Trees.exists(root) && !Trees.exists(old)) {
            throw new IOException("neither " + root + " nor " + old + " is there: if their file system is not mounted, mount it");
        }
        boolean restoredInPlace = existed ? Trees.exists(old) : !Trees.exists(staged);
        if (!restoredInPlace) {
            return;
        }
        if (Trees.exists(root)) {
            Trees.delete(staged);
            DurableFiles.rename(root, staged);
        }
        if (existed) {
            DurableFiles.rename(old, root);
        }
    }

    @Override
    public void clear() throws IOException {
        Trees.delete(staged);
    }

    @Override
    public void dropOld() throws IOException {
        Trees.delete(old);
    }
}
