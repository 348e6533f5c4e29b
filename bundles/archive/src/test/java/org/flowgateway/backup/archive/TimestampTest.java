package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "-1, 999999999, -0.000000001",
        "-1, 0, -1",
        "-2, 500000000, -1.5",
        "0, 100, 0.0000001",
        "1709168523, 123456789, 1709168523.123456789",
        "9223372036854775807, 999999999, 9223372036854775807.999999999",
        "-9223372036854775808, 0, -9223372036854775808",
        "-9223372036854775808, 1, -9223372036854775807.999999999"
    })
    void hasOneText(long seconds, int nanos, String text) {
        Timestamp time = new Timestamp(seconds, nanos);

        assertThat(time).hasToString(text);
        assertThat(Timestamp.parse(text)).isEqualTo(time);
    }

    @Test
    void isTheNumberThatItsTextIs() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Timestamp time = new Timestamp(
                    random.nextLong() >> random.nextInt(64),
                    random.nextInt(1_000_000_000) / (random.nextBoolean() ? 1 : 1000));

            assertThat(new BigDecimal(time.toString()))
                    .isEqualByComparingTo(BigDecimal.valueOf(time.seconds()).add(BigDecimal.valueOf(time.nanos(), 9)));
            assertThat(Timestamp.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-0",
                "1.",
                ".5",
                "1.0",
                "1.10",
                "1.0000000001",
                "1e3",
                "0x1",
                " 1",
                "1 ",
                "\u0661",
                "9223372036854775808",
                "-9223372036854775809",
                "-9223372036854775808.5",
                "2026-01-02T03:04:05Z"
            })
    void nothingElseIsATime(String text) {
        assertThatThrownBy(() -> Timestamp.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + text + "] is no time");
    }

    @Test
    void isAnInstantWhereThatReaches() {
        assertThat(Timestamp.of(Instant.MAX).toInstant()).isEqualTo(Instant.MAX);
        assertThat(Timestamp.of(Instant.MIN).toInstant()).isEqualTo(Instant.MIN);
        assertThat(Timestamp.of(Instant.ofEpochSecond(0, -1))).isEqualTo(new Timestamp(-1, 999_999_999));
        assertThat(new Timestamp(Long.MAX_VALUE, 5).toInstant()).isEqualTo(Instant.MAX);
        assertThat(new Timestamp(Long.MIN_VALUE, 5).toInstant()).isEqualTo(Instant.MIN);
        assertThat(new Timestamp(-1, 5)).isLessThan(new Timestamp(-1, 6)).isLessThan(new Timestamp(0, 0));
        assertThatThrownBy(() -> new Timestamp(0, 1_000_000_000)).hasMessageContaining("[1000000000]");
    }
}
