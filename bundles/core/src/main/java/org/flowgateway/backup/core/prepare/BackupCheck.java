package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.archive.SealedIndex;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.job.JobFailedException;
import org.osgi.framework.Version;

/** Checks a backup as far as that is possible without reading its packs, and opens its index. */
public final class BackupCheck {

    static final String ANOTHER = "To restore another backup, name its own directory in path";

    private final BackupCatalogue catalogue;
    private final ProductInfo product;
    private final CheckList checks;

    BackupCheck(BackupCatalogue catalogue, ProductInfo product, CheckList checks) {
        this.catalogue = catalogue;
        this.product = product;
        this.checks = checks;
    }

    /**
     * Checks and opens.
     *
     * @return the index; empty if it cannot be opened, and a plan goes on
     * @throws JobFailedException if it cannot be opened, or must not be restored here
     */
    Optional<Index> open(CommittedBackup backup, ArchiveCipher cipher) throws IOException, JobFailedException {
        String name = backup.location().directory().toString();
        Index index;
        try {
            Optional<Index> opened = open(whole(backup), cipher, name);
            if (opened.isEmpty()) {
                return opened;
            }
            index = opened.get();
            index.verify(backup.manifest());
        } catch (ArchiveException e) {
            damaged(checks, name, e);
            return Optional.empty();
        }
        checks.ok(CheckId.COMMITTED, name + " is complete, and the target holds all of it");
        checks.ok(CheckId.PASSWORD, "The password opens it");
        check(index.identity(), name);
        return Optional.of(index);
    }

    /** A backup that cannot be read as it should be. */
    public static void damaged(CheckList checks, String name, ArchiveException e) throws JobFailedException {
        String message = name + " cannot be restored: " + e.getMessage();
        checks.fail(
                e.reason() == ArchiveException.Reason.UNSUPPORTED ? CheckId.FORMAT : CheckId.COMMITTED,
                message,
                ANOTHER,
                message + ". Nothing was changed. " + ANOTHER,
                e);
    }

    private SealedIndex whole(CommittedBackup backup) throws IOException {
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
            // The index is intact, so it is not damage that keeps it shut.
            if (e.reason() == ArchiveException.Reason.KEY_REJECTED) {
                String message = "The password in security_pwd is not the one that " + name + " was protected with";
                checks.fail(
                        CheckId.PASSWORD,
                        message,
                        "Give that one. " + ANOTHER,
                        message + ": give that one. Nothing was changed. " + ANOTHER,
                        e);
                return Optional.empty();
            }
            throw e;
        }
    }

    private void check(BackupIdentity backup, String name) throws JobFailedException {
        if (backup.product().equals(product.name())) {
            checks.ok(CheckId.PRODUCT, name + " is of this product");
        } else {
            String message =
                    name + " was made by another product, " + backup.product() + ": it cannot be restored here";
            checks.fail(CheckId.PRODUCT, message, ANOTHER, message + ". Nothing was changed. " + ANOTHER, null);
        }
        checkVersion(backup, name);
        if (backup.host().equals(product.host())) {
            checks.ok(CheckId.HOST, name + " is of this gateway");
        } else {
            String message = name + " was taken by the gateway " + backup.host() + ", this one is " + product.host();
            checks.warning(CheckId.HOST, message, "Go on only if that is what you want", message);
        }
    }

    /** Numbers only: builds of the same numbers read the same backups. */
    private void checkVersion(BackupIdentity backup, String name) throws JobFailedException {
        Optional<Version> theirs = numbers(backup.productVersion());
        Optional<Version> ours = numbers(product.version());
        if (theirs.isEmpty() || ours.isEmpty()) {
            checks.warning(
                    CheckId.VERSION,
                    name + " was made by version " + backup.productVersion() + ", which cannot be compared with "
                            + product.version() + " of this gateway",
                    "Make sure that it is not a later one");
        } else if (theirs.get().compareTo(ours.get()) > 0) {
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

    private static Optional<Version> numbers(String version) {
        try {
            Version parsed = Version.parseVersion(version.replace('-', '.'));
            return Optional.of(new Version(parsed.getMajor(), parsed.getMinor(), parsed.getMicro()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Not of numbers: that is the answer, and is told.
        }
    }

    private static ArchiveException damage(String how) {
        return new ArchiveException(ArchiveException.Reason.DAMAGED, "it is damaged, " + how);
    }
}
