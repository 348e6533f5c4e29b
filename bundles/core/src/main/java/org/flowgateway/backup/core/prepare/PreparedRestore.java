package org.flowgateway.backup.core.prepare;

import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Everything that is known before anything is fetched.
 *
 * @param backup what is restored
 * @param index its index, open as long as the cipher is
 * @param selected the sections that are exchanged, in the backup's order
 * @param filter which of their entries are restored
 * @param kept what of the current state is kept though the backup does not hold it
 * @param guard watches over the gateway's state
 * @param planned whether a person may have looked at what the index says before
 * @param trees opens the gateway's trees
 */
public record PreparedRestore(
        CommittedBackup backup,
        Index index,
        List<SelectedSection> selected,
        EntryFilter filter,
        KeptOmissions kept,
        UnchangedGuard guard,
        boolean planned,
        FileTrees trees) {

    public PreparedRestore {
        selected = List.copyOf(selected);
    }

    /** The sections' directories, in their order. */
    public List<Path> roots() {
        return selected.stream().map(SelectedSection::root).toList();
    }
}
