package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.junit.jupiter.api.Test;

/** The page of errors lists all failure kinds, and says of each whether the core retries it. */
class ErrorsPageTest {

    @Test
    void pageHasExactlyOneRowPerFailureKind() {
        Map<String, Boolean> retried = Arrays.stream(FailureKind.values())
                .collect(Collectors.toMap(
                        FailureKind::name, FailureKind::isTransient, (one, other) -> one, TreeMap::new));
        assertThat(ErrorsPage.OURS.kinds()).isEqualTo(retried);
    }
}
