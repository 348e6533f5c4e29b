package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.NameOrder;

/** Stored names of one section's files that have several names. One thread at a time. */
final class HardLinkNames {

    private final Map<FileState.Identity, SectionFile> files = new HashMap<>();

    /**
     * Finds the name under which a file is stored already. The file must be identical to the stored one, and that name must still lead to
     * it: device and inode of a deleted file are soon reused. The name must also precede this one in the order of a walk, as the index
     * requires.
     */
    Optional<String> firstName(SectionFile file) {
        if (file.state().links() < 2) {
            return Optional.empty();
        }
        SectionFile first = files.get(file.state().identity());
        boolean link = first != null
                && NameOrder.compare(first.path(), file.path()) < 0
                && first.hasName(file)
                && isUnchanged(first);
        return link ? Optional.of(first.path()) : Optional.empty();
    }

    private static boolean isUnchanged(SectionFile first) {
        try {
            return first.inspect().isSameFile(first.state());
        } catch (IOException e) {
            return false; // Vanished or unreadable: storing the other name as a file of its own is always correct.
        }
    }

    /** Adds a file that is stored with its content. */
    void addStored(SectionFile file) {
        if (file.state().links() > 1) {
            files.put(file.state().identity(), file);
        }
    }

    /** Forgets all files. Links do not cross sections, so that each section can be restored without the others. */
    void clear() {
        files.clear();
    }
}
