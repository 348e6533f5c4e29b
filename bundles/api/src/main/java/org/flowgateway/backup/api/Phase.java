package org.flowgateway.backup.api;

/** Phase of a job. Every operation passes through its phases in the order given here. */
public enum Phase {
    /** All: connecting to the target, checking login, space and stored backups. */
    CHECKING("checking the target"),
    /** Plan: comparing the gateway with the backup. */
    COMPARING("comparing the gateway with the backup"),
    /** Backup: reading the gateway, and storing packs. */
    STORING("storing"),
    /** Backup: comparing the objects on the target with those that were sent. */
    VERIFYING("verifying"),
    /** Backup: writing and reading back the commit marker. Restore: making the restored state final. */
    COMMITTING("committing"),
    /** Restore: fetching, decrypting and verifying everything into staging. */
    STAGING("fetching and verifying"),
    /** Restore: swapping the current state and the restored one. */
    SWAPPING("swapping the state"),
    /** Restore: informing the parts of the gateway about the state that is in place now. */
    ACTIVATING("activating"),
    /** Restore: complete and active, in its confirmation window: rolled back at a set time unless a user who can still log in confirms it. */
    AWAITING_CONFIRMATION("awaiting a confirmation"),
    /** All: ended. */
    ENDED("ended");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    /** Returns the phase in words, for a sentence. */
    public String title() {
        return title;
    }
}
