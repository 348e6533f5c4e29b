package org.flowgateway.backup.api;

import java.util.Locale;

/** What a job does. */
public enum Operation {
    BACKUP,
    RESTORE;

    /** The word for it within a sentence. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }
}
