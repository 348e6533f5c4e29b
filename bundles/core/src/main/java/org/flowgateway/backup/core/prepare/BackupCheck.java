package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.index.SealedIndex;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.job.JobFailedException;
import org.osgi.framework.Version;

/** Checks a backup as far as possible without its packs, and opens its index. */
public final class BackupCheck {

    static final String OTHER_BACKUP_HINT = "To restore another backup, name its own directory in path";

    private final BackupCatalogue catalogue;
    private final ProductInfo product;
    private final CheckList checks;

    BackupCheck(BackupCatalogue catalogue, ProductInfo product, CheckList checks) {
        this.catalogue = catalogue;
        this.product = product;
        this.checks = checks;
    }

    /**
     * Checks a backup and opens its index.
     *
     * @return the index; empty if it cannot be opened, and this is a plan
     * @throws JobFailedException if it cannot be opened, or must not be restored here
     */
    Optional<Index> open(CommittedBackup backup, ArchiveCipher cipher) throws IOException, JobFailedException {
        String name = backup.location().directory().toString();
        Index index;
        try {
            Optional<Index> opened = open(openSealed(backup), cipher, name);
            if (opened.isEmpty()) {
                return opened;
            }
            index = opened.get();
            index.verify(backup.manifest());
        } catch (ArchiveException e) {
            reportDamage(checks, name, e);
            return Optional.empty();
        }
        checks.ok(CheckId.COMMITTED, name + " is complete, and the target holds all of it");
        checks.ok(CheckId.PASSWORD, "The password opens it");
        checkIdentity(index.identity(), name);
        return Optional.of(index);
    }

    /** Reports a damaged backup. */
    public static void reportDamage(CheckList checks, String name, ArchiveException e) throws JobFailedException {
        String message = name + " cannot be restored: " + e.getMessage();
        checks.fail(
                e.reason() == ArchiveException.Reason.UNSUPPORTED ? CheckId.FORMAT : CheckId.COMMITTED,
                message,
                OTHER_BACKUP_HINT,
                message + ". Nothing was changed. " + OTHER_BACKUP_HINT,
                e);
    }

    private SealedIndex openSealed(CommittedBackup backup) throws IOException {
        Optional<String> difference = catalogue.findDifference(
                backup.location(),
                backup.manifest().objects(),
                notice -> checks.warning(CheckId.COMMITTED, notice, ""));
        if (difference.isPresent()) {
            throw damage(difference.get());
        }
        StoredObject object = backup.manifest().objects().stream()
                .filter(stored -> stored.name().equals(StoredObject.INDEX_NAME))
                .findFirst()
                .orElseThrow(() -> damage("its manifest names no index"));
        return catalogue.readIndex(backup.location(), object);
    }

    private Optional<Index> open(SealedIndex sealed, ArchiveCipher cipher, String name)
            throws IOException, JobFailedException {
        try {
            return Optional.of(Index.open(sealed, cipher));
        } catch (ArchiveException e) {
            // The index is intact, so the failure is not damage.
            if (e.reason() == ArchiveException.Reason.KEY_REJECTED) {
                String message = "The password in security_pwd is not the one that " + name + " was protected with";
                checks.fail(
                        CheckId.PASSWORD,
                        message,
                        "Give that one. " + OTHER_BACKUP_HINT,
                        message + ": give that one. Nothing was changed. " + OTHER_BACKUP_HINT,
                        e);
                return Optional.empty();
            }
            throw e;
        }
    }

    private void checkIdentity(BackupIdentity backup, String name) throws JobFailedException {
        if (backup.product().equals(product.name())) {
            checks.ok(CheckId.PRODUCT, name + " is of this product");
        } else {
            String message =
                    name + " was made by another product, " + backup.product() + ": it cannot be restored here";
            checks.fail(
                    CheckId.PRODUCT,
                    message,
                    OTHER_BACKUP_HINT,
                    message + ". Nothing was changed. " + OTHER_BACKUP_HINT,
                    null);
        }
        checkVersion(backup, name);
        if (backup.host().equals(product.host())) {
            checks.ok(CheckId.HOST, name + " is of this gateway");
        } else {
            String message = name + " was taken by the gateway " + backup.host() + ", this one is " + product.host();
            checks.warning(CheckId.HOST, message, "Go on only if that is what you want", message);
        }
    }

    /** Compares the numbers only: builds of the same numbers read the same backups. */
    private void checkVersion(BackupIdentity backup, String name) throws JobFailedException {
        Optional<Version> backupVersion = parseNumbers(backup.productVersion());
        Optional<Version> gatewayVersion = parseNumbers(product.version());
        if (backupVersion.isEmpty() || gatewayVersion.isEmpty()) {
            checks.warning(
                    CheckId.VERSION,
                    name + " was made by version " + backup.productVersion() + ", which cannot be compared with "
                            + product.version() + " of this gateway",
                    "Make sure that it is not a later one");
        } else if (backupVersion.get().compareTo(gatewayVersion.get()) > 0) {
            String message = name + " was made by version " + backup.productVersion() + ", later than "
                    + product.version() + " of this gateway";
            String action = "Install that version or a later one, then restore";
            checks.fail(CheckId.VERSION, message, action, message + ". Nothing was changed. " + action, null);
        } else {
            checks.ok(
                    CheckId.VERSION,
                    name + " was made by version " + backup.productVersion() + ", this gateway has "
                            + product.version());
        }
    }

    private static Optional<Version> parseNumbers(String version) {
        try {
            Version parsed = Version.parseVersion(version.replace('-', '.'));
            return Optional.of(new Version(parsed.getMajor(), parsed.getMinor(), parsed.getMicro()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A version without numbers is reported as such.
        }
    }

    private static ArchiveException damage(String detail) {
        return new ArchiveException(ArchiveException.Reason.DAMAGED, "it is damaged, " + detail);
    }
}
