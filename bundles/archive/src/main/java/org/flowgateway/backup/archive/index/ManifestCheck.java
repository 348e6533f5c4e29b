package org.flowgateway.backup.archive.index;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;

/** Comparison of a manifest with the authenticated index. */
final class ManifestCheck {

    private final Index index;
    private final StoredObject self;

    /**
     * Creates a comparison.
     *
     * @param self the index as a stored object
     */
    ManifestCheck(Index index, StoredObject self) {
        this.index = index;
        this.self = self;
    }

    void check(Manifest manifest) throws ArchiveException {
        same("format version", FormatLimits.FORMAT_VERSION, manifest.formatVersion());
        BackupIdentity truth = index.identity();
        BackupIdentity said = manifest.identity();
        same("id", truth.id(), said.id());
        same("directory", truth.directory(), said.directory());
        same("start time", truth.started(), said.started());
        same("product", truth.product(), said.product());
        same("product version", truth.productVersion(), said.productVersion());
        same("host", truth.host(), said.host());
        sameList("section", index.sections(), manifest.sections());
        List<StoredObject> objects = new ArrayList<>(index.packs());
        objects.add(self);
        sameList("object", objects, manifest.objects());
    }

    private static void sameList(String what, List<?> truth, List<?> said) throws ArchiveException {
        same("number of " + what + "s", truth.size(), said.size());
        for (int i = 0; i < truth.size(); i++) {
            same(what, truth.get(i), said.get(i));
        }
    }

    private static void same(String what, Object truth, Object said) throws ArchiveException {
        if (!truth.equals(said)) {
            throw ArchiveMessage.MANIFEST_CHANGED.exception(what, said.toString(), truth.toString());
        }
    }
}
