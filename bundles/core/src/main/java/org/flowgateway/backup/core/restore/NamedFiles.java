package org.flowgateway.backup.core.restore;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.core.job.CountedNoun;

/** Files that a message names: the first few by name, all by number. Thread-safe. */
final class NamedFiles {

    private static final int MAX_NAMED = 20;

    private final List<String> names = new ArrayList<>();
    private long count;

    synchronized void add(String name) {
        count++;
        if (names.size() < MAX_NAMED) {
            names.add(name);
        }
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> names() {
        return List.copyOf(names);
    }

    /** How many are not named, as the rest of a list. */
    synchronized String more() {
        return CountedNoun.beyond(names.size(), count);
    }
}
