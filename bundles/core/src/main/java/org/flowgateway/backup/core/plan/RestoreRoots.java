package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.RootPlace;

/** Checks the places that sections are restored to, before anything is written there. */
final class RestoreRoots {

    /** What a file takes on disk beyond its content: an inode and the rest of its last block. */
    private static final long BYTES_PER_ENTRY = 4096;

    private final CheckList checks;

    RestoreRoots(CheckList checks) {
        this.checks = checks;
    }

    /**
     * Finds where the sections really lie, and checks that each place can be written to.
     *
     * @return those of them whose place can be told
     * @throws JobFailedException if one cannot, or if nothing was chosen
     */
    List<Chosen> find(List<Chosen> chosen) throws JobFailedException {
        if (chosen.isEmpty()) {
            String message = "The backup holds nothing that is to be restored on this gateway";
            checks.fail(CheckId.SECTIONS, message, "Restore another backup, or more of this one", message + ". Nothing was changed", null);
        }
        List<Chosen> found = new ArrayList<>();
        for (Chosen one : chosen) {
            try {
                Chosen real = one.real();
                Path place = place(real.root());
                Path above = existing(real.root());
                if (RootPlace.hasMountsBelow(real.root())) {
                    checks.fail(CheckId.WRITABLE, real.root() + " cannot be restored to: a file system is mounted below it, and what is on that"
                            + " would go with the old state", "Unmount it for the restore, or let it be a section of its own");
                } else if (!RootPlace.isRenamable(real.root()) && !place.equals(real.root()) && Files.isWritable(above)) {
                    checks.fail(CheckId.WRITABLE, real.root() + " cannot be restored to: a file system is mounted on it, and it belongs to another"
                            + " user", "Let it belong to the gateway's user");
                } else if (!Files.isWritable(place)) {
                    checks.fail(CheckId.WRITABLE, real.root() + " cannot be restored to: the gateway's user may not write to " + above,
                            "Give it the right to");
                }
                found.add(real);
            } catch (IOException e) {
                String message = one.root() + " cannot be restored to: " + IoMessages.explain(e);
                checks.fail(CheckId.WRITABLE, message, "Mend that, then restore", message, e);
            }
        }
        if (checks.isClear(CheckId.WRITABLE)) {
            checks.ok(CheckId.WRITABLE, "Everything that is restored can be put in its place");
        }
        return found;
    }

    /**
     * Checks that old and restored states fit side by side; those of one file system share its space.
     *
     * @param needs what each section's restored state takes
     * @throws JobFailedException if not
     */
    void checkSpace(List<Chosen> chosen, Map<Chosen, Size> needs) throws JobFailedException {
        Map<FileStore, Long> needed = new HashMap<>();
        Map<FileStore, Path> places = new LinkedHashMap<>();
        try {
            for (Chosen one : chosen) {
                Path above = place(one.root());
                FileStore store = Files.getFileStore(above);
                places.putIfAbsent(store, above);
                Size size = needs.get(one);
                needed.merge(store, size.bytes() + size.entries() * BYTES_PER_ENTRY, Long::sum);
            }
            for (Map.Entry<FileStore, Path> place : places.entrySet()) {
                checkSpace(place.getValue(), place.getKey().getUsableSpace(), needed.get(place.getKey()));
            }
        } catch (IOException e) {
            String message = "The free space for the restored state cannot be told: " + IoMessages.explain(e);
            checks.fail(CheckId.SPACE, message, "Mend that, then restore", message, e);
        }
    }

    private void checkSpace(Path place, long free, long bytes) throws JobFailedException {
        if (free < bytes) {
            checks.fail(CheckId.SPACE, "There is too little space for the restored state beside the old one: " + place + " has ["
                    + (free >> 20) + "] MiB left, [" + ((bytes >> 20) + 1) + "] MiB are needed", "Free space there");
        } else {
            checks.ok(CheckId.SPACE, place + " has [" + (free >> 20) + "] MiB left, [" + ((bytes >> 20) + 1) + "] MiB are needed");
        }
    }

    /** Where a restored state is staged: in the root itself, if that cannot be renamed, else in what lies above it. */
    private static Path place(Path root) throws IOException {
        return !RootPlace.isRenamable(root) && RootPlace.isOwn(root) ? root : existing(root);
    }

    private static Path existing(Path root) {
        Path above = root.getParent();
        while (!Files.exists(above)) {
            above = above.getParent();
        }
        return above;
    }

    /**
     * What a restored state takes.
     *
     * @param entries files, directories and links
     * @param bytes content of its files
     */
    record Size(long entries, long bytes) {
    }
}
