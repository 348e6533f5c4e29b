package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupDirectoryNameTest {

    private static final Instant STARTED = Instant.parse("2026-02-27T15:46:31.9Z");

    @Test
    void firstNameIsTheMinuteInUtc() {
        BackupDirectoryName name = BackupDirectoryName.of(STARTED);

        assertThat(name).hasToString("20260227_1546");
        assertThat(name.time()).isEqualTo("2026-02-27T15:46:00Z");
        assertThat(name.latestStart()).isEqualTo("2026-02-27T15:47:00Z");
    }

    @Test
    void nextNamesHaveSecondsAndSortAfterOneAnother() {
        BackupDirectoryName first = BackupDirectoryName.of(STARTED);
        BackupDirectoryName second = first.next(STARTED);
        BackupDirectoryName third = second.next(STARTED);

        assertThat(Stream.of(third, first, second).sorted().map(BackupDirectoryName::toString))
                .containsExactly("20260227_1546", "20260227_154631", "20260227_154632");
        assertThat(second.latestStart()).isEqualTo("2026-02-27T15:46:32Z");
    }

    @Test
    void secondsRunOverIntoTheNextMinute() {
        assertThat(BackupDirectoryName.parse("20261231_235959").orElseThrow().next(STARTED))
                .hasToString("20270101_000000");
    }

    @Test
    void nextNameSortsAfterANameAheadOfTheStart() {
        BackupDirectoryName ahead = BackupDirectoryName.parse("20260227_1550").orElseThrow();

        assertThat(ahead.next(STARTED)).hasToString("20260227_155000").isGreaterThan(ahead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20240229_0000", "20260227_154631", "00010101_0000"})
    void validDatesAreParsed(String text) {
        assertThat(BackupDirectoryName.parse(text))
                .map(BackupDirectoryName::toString)
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20260230_0000",
                "20250229_0000",
                "20260227_2400",
                "20260227_1560",
                "20260227_154660",
                "20260227_15463",
                "20260227-1546",
                "20260227_1546 ",
                "20260227_1546\n",
                "x20260227_1546",
                "2026022\u0667_1546",
                "manifest.json"
            })
    void otherTextsAreNoNames(String text) {
        assertThat(BackupDirectoryName.parse(text)).isEmpty();
    }

    @Test
    void yearsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> BackupDirectoryName.of(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalNamesAreEqual() {
        assertThat(List.of(BackupDirectoryName.of(STARTED)))
                .contains(BackupDirectoryName.parse("20260227_1546").orElseThrow())
                .doesNotContain(BackupDirectoryName.parse("20260227_154600").orElseThrow());
        assertThat(BackupDirectoryName.of(STARTED))
                .hasSameHashCodeAs(BackupDirectoryName.parse("20260227_1546").orElseThrow());
    }
}
