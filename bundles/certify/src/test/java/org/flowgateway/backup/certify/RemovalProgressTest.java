package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Printed lines of a removal. */
class RemovalProgressTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long nanos;
    private final RemovalProgress progress =
            new RemovalProgress(new PrintStream(printed, true, StandardCharsets.UTF_8), () -> nanos);

    @Test
    void atMostOneLineASecondIsPrinted() {
        progress.begin(8);
        for (int object = 0; object < 8; object++) {
            nanos += Duration.ofMillis(400).toNanos();
            progress.removed();
        }
        progress.end();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Removing 8 test objects", "Removed 3 of 8", "Removed 6 of 8", "Removed 8 of 8");
    }

    @Test
    void singleObjectIsNamedAsSuch() {
        progress.begin(1);
        progress.removed();
        progress.end();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Removing 1 test object", "Removed 1 of 1");
    }
}
