package org.flowgateway.backup.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages count as people do. */
class CountedNounTest {

    @Test
    void aNounFollowsItsNumber() {
        assertThat(CountedNoun.of(0, "file")).isEqualTo("0 files");
        assertThat(CountedNoun.of(1, "file")).isEqualTo("1 file");
        assertThat(CountedNoun.of(2, "more warning")).isEqualTo("2 more warnings");
        assertThat(CountedNoun.of(1, "retry")).isEqualTo("1 retry");
        assertThat(CountedNoun.of(12, "retry")).isEqualTo("12 retries");
        assertThat(CountedNoun.of(3, "day")).isEqualTo("3 days");
    }

    @Test
    void unnamedItemsAreCounted() {
        assertThat(CountedNoun.beyond(20, 20)).isEmpty();
        assertThat(CountedNoun.beyond(20, 3)).isEmpty();
        assertThat(CountedNoun.beyond(20, 21)).isEqualTo(" and 1 more");
    }
}
