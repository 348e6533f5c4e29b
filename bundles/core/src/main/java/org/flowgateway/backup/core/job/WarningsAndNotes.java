package org.flowgateway.backup.core.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Warnings and notes of a job in the order they came. A duplicate is dropped, unless it turns a note into a warning. Only the first 20 of
 * each kind are kept.
 */
final class WarningsAndNotes {

    private static final int MAX_PER_KIND = 20;

    /** Kind of a line. */
    private enum Kind {
        WARNING,
        NOTE
    }

    private final Map<String, Kind> lines = new LinkedHashMap<>();
    private long furtherWarnings;
    private long furtherNotes;

    /** Restores the lines of an earlier run of the gateway. A line that is not a note is a warning. */
    void resume(String message, Predicate<String> left, List<String> notes) {
        message.lines().filter(left).forEach(line -> lines.put(line, notes.contains(line) ? Kind.NOTE : Kind.WARNING));
    }

    void warn(String line) {
        if (lines.get(line) == Kind.WARNING) {
            return;
        }
        if (of(Kind.WARNING).size() < MAX_PER_KIND) {
            lines.put(line, Kind.WARNING);
        } else {
            furtherWarnings++;
        }
    }

    void note(String line) {
        if (lines.containsKey(line)) {
            return;
        }
        if (of(Kind.NOTE).size() < MAX_PER_KIND) {
            lines.put(line, Kind.NOTE);
        } else {
            furtherNotes++;
        }
    }

    List<String> warnings() {
        return of(Kind.WARNING);
    }

    List<String> notes() {
        return of(Kind.NOTE);
    }

    private List<String> of(Kind kind) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All messages, one per line. */
    String joined() {
        StringJoiner joined = new StringJoiner("\n");
        lines.keySet().forEach(joined::add);
        if (furtherWarnings > 0) {
            joined.add(JobRecordMessage.MORE_WARNINGS.with(furtherWarnings).text());
        }
        if (furtherNotes > 0) {
            joined.add(JobRecordMessage.MORE_NOTES.with(furtherNotes).text());
        }
        return joined.toString();
    }
}
