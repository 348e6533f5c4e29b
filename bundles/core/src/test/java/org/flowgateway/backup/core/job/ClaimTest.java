package org.flowgateway.backup.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim names a backup's directory and proves its owner. */
class ClaimTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../etc", "20260230_1546", "backup"})
    void otherDirectoryIsRefused(String directory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim(directory, 1, HASH, true))
                .withMessageContaining("[" + directory + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../ab", "ABCD", "xyz"})
    void otherHashIsRefused(String hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim("20260227_1546", 1, hash, true))
                .withMessageContaining("[" + hash + "]");
    }

    @Test
    void confirmationChangesNothingElse() {
        assertThat(new Claim("20260227_1546", 7, HASH, false).confirm())
                .isEqualTo(new Claim("20260227_1546", 7, HASH, true));
    }

    @Test
    void markerIsNamedByTheHash() {
        assertThat(new Claim("20260227_1546", 7, HASH, false).marker()).isEqualTo("claim-0123456789abcdef");
        assertThat(new Claim("20260227_1546", 7, "ab", false).marker()).isEqualTo("claim-ab");
    }
}
