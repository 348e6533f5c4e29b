package org.flowgateway.backup.core.plan;

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
 * @param chosen the sections that are exchanged, in the backup's order
 * @param wanted which of their entries are restored
 * @param kept what of the current state is kept though the backup does not hold it
 * @param guard watches over the gateway's state
 * @param planned whether a person may have looked at what the index says before
 * @param trees opens the gateway's trees
 */
public record RestorePreparation(
        CommittedBackup backup,
        Index index,
        List<Chosen> chosen,
        Wanted wanted,
        KeptOmissions kept,
        PresentGuard guard,
        boolean planned,
        FileTrees trees) {

    public RestorePreparation {
        chosen = List.copyOf(chosen);
    }

    /** The sections' directories, in their order. */
    public List<Path> roots() {
        return chosen.stream().map(Chosen::root).toList();
    }
}
