package org.flowgateway.backup.api;

/** Where a job is on its way. All operations pass through their phases in the order given here. */
public enum Phase {
    /** All: connecting to the target, checking login, space and what is stored there. */
    CHECKING("checking the target"),
    /** Plan: comparing the gateway with the backup. */
    COMPARING("comparing the gateway with the backup"),
    /** Backup: reading the gateway, and storing packs. */
    STORING("storing"),
    /** Backup: comparing what the target holds with what was sent. */
    VERIFYING("verifying"),
    /** Backup: writing and reading back the commit marker. Restore: making the restored state final. */
    COMMITTING("committing"),
    /** Restore: fetching, decrypting and verifying everything into staging. */
    STAGING("fetching and verifying"),
    /** Restore: exchanging the old state for the new one. */
    SWAPPING("exchanging the state"),
    /** Restore: telling the parts of the gateway that their state is new. */
    ACTIVATING("activating"),
    /** Restore: complete and in use, but taken back at a set time unless somebody who can still log in confirms it. */
    AWAITING_CONFIRMATION("awaiting a confirmation"),
    /** All: over. */
    ENDED("ended");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    /** The phase in words, for a sentence. */
    public String title() {
        return title;
    }
}
