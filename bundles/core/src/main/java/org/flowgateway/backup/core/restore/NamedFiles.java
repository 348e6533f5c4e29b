package org.flowgateway.backup.core.restore;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.core.job.CountedNoun;

/** Files of a message: the first few by name, and the number of all. Thread-safe. */
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

    /** Returns the number of further files, as the rest of a list. */
    synchronized String more() {
        return CountedNoun.beyond(names.size(), count);
    }
}
