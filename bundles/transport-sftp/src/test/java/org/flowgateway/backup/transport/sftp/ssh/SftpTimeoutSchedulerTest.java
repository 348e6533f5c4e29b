package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SftpTimeoutSchedulerTest {

    private final SftpTimeoutScheduler scheduler = new SftpTimeoutScheduler();

    @AfterEach
    void end() {
        scheduler.close();
    }

    @Test
    @DisplayName("a check that fails does not end later checks")
    void checksGoOn() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger checks = new AtomicInteger();
        var unused = scheduler.schedule(Duration.ofMillis(1), () -> {
            three.countDown();
            if (checks.incrementAndGet() < 3) {
                throw new IllegalStateException("it cannot be ended");
            }
        });
        assertThat(three.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
