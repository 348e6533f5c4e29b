package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages count as people do. */
class QuantityTest {

    @Test
    void aNounFollowsItsNumber() {
        assertThat(Quantity.of(0, "file")).isEqualTo("0 files");
        assertThat(Quantity.of(1, "file")).isEqualTo("1 file");
        assertThat(Quantity.of(2, "more warning")).isEqualTo("2 more warnings");
        assertThat(Quantity.of(1, "retry")).isEqualTo("1 retry");
        assertThat(Quantity.of(12, "retry")).isEqualTo("12 retries");
        assertThat(Quantity.of(3, "day")).isEqualTo("3 days");
    }

    @Test
    void whatAMessageDoesNotNameIsCounted() {
        assertThat(Quantity.beyond(20, 20)).isEmpty();
        assertThat(Quantity.beyond(20, 3)).isEmpty();
        assertThat(Quantity.beyond(20, 21)).isEqualTo(" and 1 more");
    }
}
