package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.api.message.Message;
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
            Optional<String> difference = catalogue.findDifference(
                    backup.location(),
                    backup.manifest().objects(),
                    notice -> checks.warning(CheckId.COMMITTED, notice));
            if (difference.isPresent()) {
                checks.fail(CheckId.COMMITTED, CheckMessage.OBJECTS_DIFFER.with(name, difference.get()));
                return Optional.empty();
            }
            Optional<Index> opened = open(readIndex(backup), cipher, name);
            if (opened.isEmpty()) {
                return opened;
            }
            index = opened.get();
            index.verify(backup.manifest());
        } catch (ArchiveException e) {
            reportDamage(checks, name, e);
            return Optional.empty();
        }
        checks.ok(CheckId.COMMITTED, CheckMessage.COMPLETE.with(name));
        checks.ok(CheckId.PASSWORD, CheckMessage.PASSWORD_MATCHES.with(name));
        checkIdentity(index.identity(), name);
        return Optional.of(index);
    }

    /** Reports a damaged backup. */
    public static void reportDamage(CheckList checks, String name, ArchiveException e) throws JobFailedException {
        checks.fail(isUnsupported(e) ? CheckId.FORMAT : CheckId.COMMITTED, describe(name, e), e);
    }

    /** Describes the damage of a backup, as long as nothing was changed. */
    public static Message describe(String name, ArchiveException e) {
        return (isUnsupported(e) ? CheckMessage.FORMAT_UNSUPPORTED : CheckMessage.DAMAGED).with(name, e.getMessage());
    }

    private static boolean isUnsupported(ArchiveException e) {
        return e.reason() == ArchiveException.Reason.UNSUPPORTED;
    }

    private SealedIndex readIndex(CommittedBackup backup) throws IOException {
        StoredObject object = backup.manifest().objects().stream()
                .filter(stored -> stored.name().equals(StoredObject.INDEX_NAME))
                .findFirst()
                .orElseThrow(); // A manifest without an index cannot be parsed.
        return catalogue.readIndex(backup.location(), object);
    }

    private Optional<Index> open(SealedIndex sealed, ArchiveCipher cipher, String name)
            throws IOException, JobFailedException {
        try {
            return Optional.of(Index.open(sealed, cipher));
        } catch (ArchiveException e) {
            // The index is intact, so the failure is not damage.
            if (e.reason() == ArchiveException.Reason.KEY_REJECTED) {
                checks.fail(CheckId.PASSWORD, CheckMessage.PASSWORD_DIFFERS.with(name), e);
                return Optional.empty();
            }
            throw e;
        }
    }

    private void checkIdentity(BackupIdentity backup, String name) throws JobFailedException {
        if (backup.product().equals(product.name())) {
            checks.ok(CheckId.PRODUCT, CheckMessage.SAME_PRODUCT.with(name));
        } else {
            checks.fail(CheckId.PRODUCT, CheckMessage.OTHER_PRODUCT.with(name, backup.product()));
        }
        checkVersion(backup, name);
        if (backup.host().equals(product.host())) {
            checks.ok(CheckId.HOST, CheckMessage.SAME_HOST.with(name));
        } else {
            checks.warning(CheckId.HOST, CheckMessage.OTHER_HOST.with(name, backup.host(), product.host()));
        }
    }

    /** Compares the numbers only: builds of the same numbers read the same backups. */
    private void checkVersion(BackupIdentity backup, String name) throws JobFailedException {
        Optional<Version> backupVersion = parseNumbers(backup.productVersion());
        Optional<Version> gatewayVersion = parseNumbers(product.version());
        if (backupVersion.isEmpty() || gatewayVersion.isEmpty()) {
            checks.warning(
                    CheckId.VERSION,
                    CheckMessage.VERSION_NOT_COMPARABLE.with(name, backup.productVersion(), product.version()));
        } else if (backupVersion.get().compareTo(gatewayVersion.get()) > 0) {
            checks.fail(
                    CheckId.VERSION, CheckMessage.VERSION_LATER.with(name, backup.productVersion(), product.version()));
        } else {
            checks.ok(
                    CheckId.VERSION,
                    CheckMessage.VERSION_SUPPORTED.with(name, backup.productVersion(), product.version()));
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
}
