package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A window counts the time of waiting since the last 64 KiB; a call that ended is not watched. */
class ProgressWindowTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final AtomicLong nanoTime = new AtomicLong();

    private ProgressWindow window(Duration limit) {
        return new ProgressWindow(limit, nanoTime::get);
    }

    /** Lets as much time pass as exhausts a window. */
    private void exhaust(ProgressWindow window) {
        nanoTime.addAndGet(window.limit().toNanos());
        assertThat(window.isExhausted()).as("at the limit").isFalse();
        nanoTime.incrementAndGet();
        assertThat(window.isExhausted()).as("after the limit").isTrue();
    }

    @Test
    void waitingIsCountedAcrossCalls() {
        ProgressWindow window = window(LIMIT);
        assertThat(window.limit()).isEqualTo(LIMIT);
        assertThat(window.isExhausted()).isFalse();
        window.begin();
        assertThat(window.isExhausted()).isFalse();
        exhaust(window);
        window.end();
        window.end();
        assertThat(window.isExhausted()).as("between two calls").isFalse();
        window.begin();
        assertThat(window.isExhausted()).as("time of the earlier call").isTrue();
    }

    @Test
    void shortCallsDoNotExhaustALongWindow() {
        ProgressWindow window = window(Duration.ofHours(1));
        window.begin();
        window.end();
        window.begin();
        assertThat(window.isExhausted()).isFalse();
    }

    @Test
    void only64KibibytesBeginANewWindow() {
        ProgressWindow window = window(LIMIT);
        window.begin();
        exhaust(window);
        window.progress(ProgressWindow.MIN_BYTES - 1);
        assertThat(window.isExhausted()).isTrue();
        window.progress(1);
        assertThat(window.isExhausted()).isFalse();
        exhaust(window);
        window.progress(ProgressWindow.MIN_BYTES - 1);
        assertThat(window.isExhausted()).as("counted from the new window on").isTrue();
    }

    @Test
    void failureBeginsANewWindow() {
        ProgressWindow window = window(LIMIT);
        window.begin();
        exhaust(window);
        assertThat(window.recordFailure()).isEqualTo(1);
        assertThat(window.isExhausted()).isFalse();
        assertThat(window.recordFailure()).isEqualTo(2);
        window.resetFailures();
        assertThat(window.recordFailure()).isEqualTo(1);
    }

    @Test
    void windowIsChosenByTheLengthOfTheObject() {
        RetryPolicy policy = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, DEADLINE, LIMIT);
        try (StallWatch watch = new StallWatch(policy)) {
            assertThat(watch.window().limit()).isEqualTo(DEADLINE);
            assertThat(watch.window(0).limit()).isEqualTo(LIMIT);
            assertThat(watch.window(64 * 1024).limit()).isEqualTo(LIMIT);
            assertThat(watch.window(64 * 1024 + 1).limit()).isEqualTo(DEADLINE);
        }
    }

    @Test
    void onlyStalledCallIsReported() throws InterruptedException {
        RetryPolicy policy = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (StallWatch watch = new StallWatch(policy)) {
            CountDownLatch patient = new CountDownLatch(1);
            CountDownLatch stalled = new CountDownLatch(1);
            watch.begin(patient::countDown, new ProgressWindow(DEADLINE));
            watch.begin(stalled::countDown, watch.window());
            assertThat(stalled.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(patient.getCount()).as("calls without a stall").isEqualTo(1);
        }
    }

    @Test
    void endedCallIsNotCounted() {
        RetryPolicy policy = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (StallWatch watch = new StallWatch(policy, nanoTime::get)) {
            ProgressWindow window = watch.window();
            window.begin();
            exhaust(window);
            watch.end(() -> {}, window);
            assertThat(window.isExhausted()).isFalse();
        }
    }

    @Test
    void watchEndsItsThread() throws InterruptedException {
        RetryPolicy policy = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Thread[] watching = new Thread[1];
        CountDownLatch stalled = new CountDownLatch(1);
        try (StallWatch watch = new StallWatch(policy)) {
            watch.begin(
                    () -> {
                        watching[0] = Thread.currentThread();
                        stalled.countDown();
                    },
                    watch.window());
            assertThat(stalled.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(watching[0].isDaemon()).isTrue();
        }
        watching[0].join(DEADLINE.toMillis());
        assertThat(watching[0].isAlive()).isFalse();
    }
}
