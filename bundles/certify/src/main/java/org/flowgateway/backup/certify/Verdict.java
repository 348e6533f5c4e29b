package org.flowgateway.backup.certify;

import java.util.Optional;
import java.util.stream.Stream;

/** Verdict on a test or a law, in ascending order of severity. */
enum Verdict {
    /** The candidate did what the law requires. */
    KEPT("kept"),
    /** The connection was lost, or a deadline passed, before the law could be tested. */
    NOT_PROVED("NOT PROVED"),
    /** The candidate did what the law forbids. */
    BROKEN("BROKEN");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Returns the verdict as it is printed. */
    String label() {
        return label;
    }

    /** Returns the most severe verdict; empty if there is none. */
    static Optional<Verdict> mostSevere(Stream<Verdict> verdicts) {
        return verdicts.max(Verdict::compareTo);
    }
}
