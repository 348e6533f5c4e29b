package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobFailedException;

/** Checks the places that sections are restored to, before anything is written there. */
final class RestoreRoots {

    /** What a file takes on disk beyond its content: an inode and the rest of its last block. */
    private static final long BYTES_PER_ENTRY = 4096;

    private final Map<FileStore, Long> needed = new HashMap<>();

    /**
     * Checks that each place can be written to and has room.
     *
     * @return the sections' directories, without symbolic links as far as they exist, in the order given
     * @throws JobFailedException if not, or if nothing was chosen
     */
    List<Path> check(List<Selection.Chosen> chosen) throws JobFailedException {
        if (chosen.isEmpty()) {
            throw new JobFailedException("The backup holds nothing that is to be restored on this gateway. Nothing was changed");
        }
        List<Path> roots = new ArrayList<>();
        for (Selection.Chosen one : chosen) {
            try {
                roots.add(check(one));
            } catch (IOException e) {
                throw new JobFailedException(one.section().root() + " cannot be restored to: " + IoMessages.explain(e), e);
            }
        }
        return roots;
    }

    private Path check(Selection.Chosen one) throws IOException, JobFailedException {
        Path root = one.section().root();
        Path real = Files.exists(root) ? root.toRealPath() : root.toAbsolutePath().normalize();
        Path above = real.getParent();
        while (!Files.exists(above)) {
            above = above.getParent();
        }
        boolean kept = !RootPlace.isRenamable(real);
        if (kept && RootPlace.isOwn(real)) {
            above = real; // What lies in it changes places: all of that happens in there.
        } else if (kept && Files.isWritable(above)) {
            throw new JobFailedException(real + " cannot be restored to: a file system is mounted on it, and it belongs to another user."
                    + " Let it belong to the gateway's user");
        } else if (!Files.isWritable(above)) {
            throw new JobFailedException(real + " cannot be restored to: the gateway's user may not write to " + above + ". Give it the right to");
        }
        FileStore store = Files.getFileStore(above);
        long bytes = needed.merge(store, one.summary().bytes() + one.summary().entries() * BYTES_PER_ENTRY, Long::sum);
        if (store.getUsableSpace() < bytes) {
            throw new JobFailedException("There is too little space for the restored state beside the old one: " + above + " has ["
                    + (store.getUsableSpace() >> 20) + "] MiB left, [" + ((bytes >> 20) + 1) + "] MiB are needed. Free space there");
        }
        return real;
    }
}
