package org.flowgateway.backup.api;

import java.util.Locale;

/** What a job does. */
public enum Operation {
    BACKUP,
    RESTORE,
    /** Finding out what a restore would do, without doing it. */
    PLAN;

    /** The word for it within a sentence. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }
}
