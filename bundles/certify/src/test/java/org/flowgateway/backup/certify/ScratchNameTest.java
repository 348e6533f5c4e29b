package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of test directories, and the age of those of other runs. */
class ScratchNameTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-12-02T12:00:00Z"), ZoneOffset.UTC);

    private final ScratchName name = ScratchName.next(NOON);

    @Test
    void nameHoldsTheStartAndIsUnique() {
        assertThat(name.prefix()).matches("certify-20261202t120000z-[0-9a-f]{8}-");
        assertThat(name.start()).isEqualTo(NOON.instant());
        assertThat(ScratchName.next(NOON).prefix()).isNotEqualTo(name.prefix());
        assertThat(ObjectName.isName(name.prefix() + "1")).isTrue();
        assertThat(name.isOwn(name.prefix() + "12")).isTrue();
        assertThat(name.isOutdated(name.prefix() + "12")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "certify-20261201t115959z-0a1b2c3d-1, true",
        "certify-20261201t120000z-0a1b2c3d-1, false",
        "certify-20261202t115959z-0a1b2c3d-77, false",
        "certify-20991231t000000z-0a1b2c3d-1, false"
    })
    void runsOlderThanADayAreOutdated(String directory, boolean outdated) {
        assertThat(ScratchName.isOfARun(directory)).isTrue();
        assertThat(name.isOutdated(directory)).isEqualTo(outdated);
        assertThat(name.isOwn(directory)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "certify-0a1b2c3d-1",
        "certify-20261301t000000z-0a1b2c3d-1",
        "certify-20261201t000000z-0a1b2c3d",
        "certify-20261201t000000z-0a1b2c3d-x",
        "certify-20261201t000000z-0a1b2c3d-1.bak",
        "their-certify-20261201t000000z-0a1b2c3d-1",
        "certify"
    })
    void directoriesOfOthersBelongToNoRun(String directory) {
        assertThat(ScratchName.isOfARun(directory)).isFalse();
        assertThat(name.isOutdated(directory)).isFalse();
    }
}
