package org.flowgateway.backup.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgressTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Starts just below the overflow, as a clock without an epoch may. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private final ProgressTimeout timeout = new ProgressTimeout(LIMIT, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    @DisplayName("a wait expires after the limit, not at it")
    void limit() {
        timeout.begin();
        assertThat(timeout.isExpired()).isFalse();
        pass(LIMIT);
        assertThat(timeout.isExpired()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(timeout.isExpired()).isTrue();
    }

    @Test
    @DisplayName("progress restarts the limit")
    void progress() {
        timeout.begin();
        pass(LIMIT);
        timeout.progress();
        pass(LIMIT);
        assertThat(timeout.isExpired()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(timeout.isExpired()).isTrue();
    }

    @Test
    @DisplayName("nothing expires before a wait, after it, or by time that passed before it")
    void notWaiting() {
        pass(LIMIT.multipliedBy(2));
        assertThat(timeout.isExpired()).isFalse();
        timeout.begin();
        assertThat(timeout.isExpired()).isFalse();
        timeout.end();
        pass(LIMIT.multipliedBy(2));
        assertThat(timeout.isExpired()).isFalse();
    }

    @Test
    @DisplayName("a changed limit applies to the wait that has begun")
    void changedLimit() {
        timeout.begin();
        pass(Duration.ofSeconds(5));
        timeout.setLimit(Duration.ofSeconds(4));
        assertThat(timeout.isExpired()).isTrue();
        timeout.setLimit(LIMIT);
        assertThat(timeout.isExpired()).isFalse();
    }

    @Test
    @DisplayName("the system's clock is used by default")
    void systemClock() {
        ProgressTimeout expired = new ProgressTimeout(Duration.ofNanos(-1));
        expired.begin();
        assertThat(expired.isExpired()).isTrue();
        ProgressTimeout waiting = new ProgressTimeout(Duration.ofDays(1));
        waiting.begin();
        assertThat(waiting.isExpired()).isFalse();
    }
}
