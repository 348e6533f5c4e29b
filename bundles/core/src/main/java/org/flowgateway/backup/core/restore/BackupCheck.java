package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.core.Product;
import org.flowgateway.backup.core.catalogue.Catalogue;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.catalogue.MemoryObject;
import org.flowgateway.backup.core.job.JobFailedException;

/** Checks a backup as far as that is possible without reading its packs, and opens its index. */
final class BackupCheck {

    private final Catalogue catalogue;
    private final Product product;
    private final Consumer<String> notice;

    /** @param notice is told what lies in the backup's directory and does not belong to it */
    BackupCheck(Catalogue catalogue, Product product, Consumer<String> notice) {
        this.catalogue = catalogue;
        this.product = product;
        this.notice = notice;
    }

    /**
     * Checks and opens.
     *
     * @throws ArchiveException if the backup is damaged, or of a format that this version does not know
     * @throws JobFailedException if the password is wrong, or the backup is not one of this product
     */
    Index open(CommittedBackup backup, ArchiveCipher cipher) throws IOException, JobFailedException {
        String name = backup.place().directory().toString();
        Optional<String> difference = catalogue.difference(backup.place(), backup.manifest().objects(), notice);
        if (difference.isPresent()) {
            throw damaged(difference.get());
        }
        StoredObject object = backup.manifest().objects().stream().filter(stored -> stored.name().equals(StoredObject.INDEX_NAME)).findFirst()
                .orElseThrow(() -> damaged("its manifest names no index"));
        if (object.length() > Index.MAX_SEALED_BYTES) {
            throw new ArchiveException(ArchiveException.Reason.LIMIT_EXCEEDED, "its index has length [" + object.length()
                    + "], more than [" + Index.MAX_SEALED_BYTES + "]");
        }
        byte[] sealed = catalogue.read(backup.place().object(StoredObject.INDEX_NAME), object.length());
        if (!MemoryObject.sha256(sealed).equals(object.sha256())) {
            throw damaged("the index is not the one that the manifest names");
        }
        Index index;
        try {
            index = Index.open(sealed, cipher);
        } catch (ArchiveException e) {
            // The index is intact, so it is not damage that keeps it shut.
            if (e.reason() == ArchiveException.Reason.KEY_REJECTED) {
                throw new JobFailedException("The password in security_pwd is not the one that " + name
                        + " was protected with: give that one. Nothing was changed. To restore another backup, name its own directory in path", e);
            }
            throw e;
        }
        index.verify(backup.manifest());
        if (!index.identity().product().equals(product.name())) {
            throw new JobFailedException(name + " was made by another product, " + index.identity().product() 
                    + ": it cannot be restored here. Nothing was changed. To restore another backup, name its own directory in path");
        }
        return index;
    }

    private static ArchiveException damaged(String how) {
        return new ArchiveException(ArchiveException.Reason.DAMAGED, "it is damaged, " + how);
    }
}
