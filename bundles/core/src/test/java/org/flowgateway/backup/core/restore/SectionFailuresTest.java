package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Failures of several sections are reported as one. */
class SectionFailuresTest {

    private static final Path CONFIG = Path.of("/gateway/config");
    private static final Path CERTS = Path.of("/gateway/certs");

    private final SectionFailures failures = new SectionFailures();

    @Test
    void noFailureIsNotReported() {
        assertThatCode(failures::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void singleFailureIsThrownAsItIs() {
        IOException failure = new IOException("full");
        failures.add(CONFIG, failure);
        assertThatIOException().isThrownBy(failures::throwIfAny).isSameAs(failure);
    }

    @Test
    void unexpectedFailureIsAnInternalError() {
        IllegalStateException failure = new IllegalStateException("the test wants it so");
        failures.add(CONFIG, failure);
        assertThatIOException()
                .isThrownBy(failures::throwIfAny)
                .withMessageContaining("internal error")
                .withCause(failure);
    }

    @Test
    void severalFailuresNameTheirDirectories() {
        IOException first = new IOException("full");
        IOException second = new IOException("broken");
        failures.add(CONFIG, first);
        failures.add(CERTS, second);
        assertThatIOException()
                .isThrownBy(failures::throwIfAny)
                .withMessage("/gateway/config: full; /gateway/certs: broken")
                .withCause(first)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(second));
    }
}
