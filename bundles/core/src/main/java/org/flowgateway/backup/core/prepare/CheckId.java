package org.flowgateway.backup.core.prepare;

import java.util.Locale;

/** Checks before a restore, in order. The names are part of the interface. */
enum CheckId {
    /** Commit marker: the backup has one, and the target holds all its objects. */
    COMMITTED,
    /** Password: the backup was protected with the given one. */
    PASSWORD,
    /** Format: the archive's format, and the layout of each section in it, are known here. */
    FORMAT,
    /** Product: the backup was made by this product. */
    PRODUCT,
    /** Version: the backup was not made by a later one. */
    VERSION,
    /** Host: the backup was made by this gateway. */
    HOST,
    /** Sections: the required ones exist, in the backup and on the gateway. */
    SECTIONS,
    /** Paths: the selected files and directories are in the backup, and can be restored alone. */
    PATHS,
    /** Permissions: the gateway's user may write to each root's location. */
    WRITABLE,
    /** Symbolic links: none leads out of a section that forbids this. */
    LINKS,
    /** Omissions: the backup lacks no file, or the current one is kept. */
    OMISSIONS,
    /** Owners: users and groups of the backup are the same here. Only a plan checks this. */
    OWNERS,
    /** Space: the current and the restored state fit side by side. */
    SPACE,
    /** Certificates: changes to those of the gateway. */
    CERTIFICATES;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
