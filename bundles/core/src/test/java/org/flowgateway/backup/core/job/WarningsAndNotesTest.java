package org.flowgateway.backup.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The message has all lines in the order they came; warnings and notes are also listed separately. */
class WarningsAndNotesTest {

    private final WarningsAndNotes messages = new WarningsAndNotes();

    @Test
    void linesKeepTheirOrderWithoutDuplicates() {
        messages.note("a note");
        messages.warn("a warning");
        messages.note("another note");
        messages.warn("a warning");
        messages.note("a note");
        assertThat(messages.joined()).isEqualTo("a note\na warning\nanother note");
        assertThat(messages.warnings()).containsExactly("a warning");
        assertThat(messages.notes()).containsExactly("a note", "another note");
    }

    @Test
    void noteThatWasAWarningStaysAWarning() {
        messages.note("line");
        messages.warn("line");
        messages.note("line");
        assertThat(messages.warnings()).containsExactly("line");
        assertThat(messages.notes()).isEmpty();
        assertThat(messages.joined()).isEqualTo("line");
    }

    @Test
    void firstLinesAreListedAndTheOthersCounted() {
        for (int i = 0; i < 25; i++) {
            messages.note("note " + i);
        }
        messages.warn("the one warning");
        messages.note("note 7");
        assertThat(messages.notes()).hasSize(20).endsWith("note 19");
        assertThat(messages.warnings()).containsExactly("the one warning");
        assertThat(messages.joined()).endsWith("the one warning\n… and 5 notes more; the log has them all");
    }

    @Test
    void warningsBeyondTheFirstAreCounted() {
        for (int i = 0; i < 21; i++) {
            messages.warn("warning " + i);
        }
        assertThat(messages.joined()).endsWith("warning 19\n… and 1 warning more; the log has them all");
    }

    @Test
    void resumedJobKeepsItsMessages() {
        messages.resume("waits\na warning\na note", line -> !line.equals("waits"), List.of("a note"));
        messages.warn("one more");
        assertThat(messages.joined()).isEqualTo("a warning\na note\none more");
        assertThat(messages.warnings()).containsExactly("a warning", "one more");
        assertThat(messages.notes()).containsExactly("a note");
    }
}
