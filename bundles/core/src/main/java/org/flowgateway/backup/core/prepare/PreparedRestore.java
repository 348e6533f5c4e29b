package org.flowgateway.backup.core.prepare;

import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Result of all checks, before any pack is fetched.
 *
 * @param backup the backup to restore
 * @param index its index, open as long as the cipher is
 * @param selected the sections to swap, in the backup's order
 * @param filter selects the entries to restore
 * @param omitted files of the current state that are kept, though the backup omits them
 * @param guard detects changes of the gateway's state
 * @param planned whether a person may have reviewed the index in a plan
 * @param trees opens the gateway's trees
 */
public record PreparedRestore(
        CommittedBackup backup,
        Index index,
        List<SelectedSection> selected,
        EntryFilter filter,
        OmittedFiles omitted,
        UnchangedGuard guard,
        boolean planned,
        FileTrees trees) {

    public PreparedRestore {
        selected = List.copyOf(selected);
    }

    /** Returns the sections' directories, in their order. */
    public List<Path> roots() {
        return selected.stream().map(SelectedSection::root).toList();
    }
}
