package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.NameOrder;

/** Files of one section with several names, each by the name that the backup has it under. One thread at a time. */
final class HardLinkNames {

    private final Map<FileState.Identity, SectionFile> files = new HashMap<>();

    /**
     * The name that a file is in the backup under. Only if the file found now is in every respect the one that was stored, and that name still
     * leads to it: device and inode of a file that was deleted are soon another's. And only if that name comes first in a walk, as an index has
     * them; one that was found late may not.
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
            return first.look().isSameFile(first.state());
        } catch (IOException e) {
            return false; // It is gone, or cannot be told: the other name is a file of its own then, which is never
            // wrong.
        }
    }

    /** A file is in the backup with its content. */
    void addStored(SectionFile file) {
        if (file.state().links() > 1) {
            files.put(file.state().identity(), file);
        }
    }

    /** A link is kept within a section only, so that each section can be restored without the others. */
    void clear() {
        files.clear();
    }
}
