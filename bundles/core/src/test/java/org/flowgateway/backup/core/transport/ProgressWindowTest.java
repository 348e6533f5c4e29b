package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A window counts the time of waiting since the last 64 KiB; a call that ended is not watched. */
class ProgressWindowTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static void awaitExhausted(ProgressWindow window) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!window.isExhausted()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void waitingIsCountedAcrossCalls() {
        ProgressWindow window = new ProgressWindow(LIMIT);
        assertThat(window.limit()).isEqualTo(LIMIT);
        assertThat(window.isExhausted()).isFalse();
        window.begin();
        assertThat(window.isExhausted()).isFalse();
        awaitExhausted(window);
        window.end();
        window.end();
        assertThat(window.isExhausted()).as("between two calls").isFalse();
        window.begin();
        assertThat(window.isExhausted()).as("time of the earlier call").isTrue();
    }

    @Test
    void shortCallsDoNotExhaustALongWindow() {
        ProgressWindow window = new ProgressWindow(Duration.ofHours(1));
        window.begin();
        window.end();
        window.begin();
        assertThat(window.isExhausted()).isFalse();
    }

    @Test
    void only64KibibytesBeginANewWindow() {
        ProgressWindow window = new ProgressWindow(LIMIT);
        window.begin();
        awaitExhausted(window);
        window.progress(ProgressWindow.MIN_BYTES - 1);
        assertThat(window.isExhausted()).isTrue();
        window.progress(1);
        assertThat(window.isExhausted()).isFalse();
        awaitExhausted(window);
        window.progress(ProgressWindow.MIN_BYTES - 1);
        assertThat(window.isExhausted()).as("counted from the new window on").isTrue();
    }

    @Test
    void failureBeginsANewWindow() {
        ProgressWindow window = new ProgressWindow(LIMIT);
        window.begin();
        awaitExhausted(window);
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
        try (StallWatch watch = new StallWatch(policy)) {
            ProgressWindow window = watch.window();
            window.begin();
            awaitExhausted(window);
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
