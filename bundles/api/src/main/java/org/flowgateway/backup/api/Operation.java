package org.flowgateway.backup.api;

import java.util.Locale;

/** Operation of a job. */
public enum Operation {
    BACKUP,
    RESTORE,
    /** Comparison that shows the changes of a restore without performing it. */
    PLAN;

    /** Returns the noun for it within a sentence. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }
}
