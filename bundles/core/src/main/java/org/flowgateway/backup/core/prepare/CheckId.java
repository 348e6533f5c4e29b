package org.flowgateway.backup.core.prepare;

import java.util.Locale;

/** What is looked at before a restore, in order. The names are part of the interface. */
enum CheckId {
    /** There is a backup with its commit marker, and the target holds all of it. */
    COMMITTED,
    /** The password is the backup's. */
    PASSWORD,
    /** The archive's format, and the layout of each section in it, are known here. */
    FORMAT,
    /** It is a backup of this product. */
    PRODUCT,
    /** It is not of a later version. */
    VERSION,
    /** It is of this very gateway. */
    HOST,
    /** What must be there is, on both sides. */
    SECTIONS,
    /** The single files and directories that were asked for are in the backup, and can be put in their place. */
    PATHS,
    /** The gateway's user may write where it must. */
    WRITABLE,
    /** No symbolic link leads out of a section that allows none such. */
    LINKS,
    /** Nothing is missing from the backup, or it is kept. */
    OMISSIONS,
    /** Users and groups of the backup are the same here. A plan looks at that. */
    OWNERS,
    /** Both states fit side by side. */
    SPACE,
    /** What becomes of the gateway's certificates. */
    CERTIFICATES;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
