package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Log line of a timeout check that fails. */
class S3TimeoutLogTest {

    @Test
    @DisplayName("a timeout check that fails is logged, with its cause, and is repeated")
    void logged() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream original = System.err;
        System.setErr(new PrintStream(log, true));
        CountDownLatch three = new CountDownLatch(3);
        try (TimeoutScheduler scheduler = S3Transport.newScheduler()) {
            var unused = scheduler.schedule(Duration.ofMillis(1), () -> {
                three.countDown();
                if (three.getCount() > 0) {
                    throw new IllegalStateException("it cannot be ended");
                }
            });
            assertThat(three.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            System.setErr(original);
        }
        assertThat(log.toString())
                .contains(S3LogMessage.TIMEOUT_CHECK_FAILED.with().text())
                .contains("IllegalStateException: it cannot be ended");
    }
}
