package org.flowgateway.backup.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeoutSchedulerTest {

    private static final Duration PERIOD = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final TimeoutScheduler scheduler = new TimeoutScheduler("timeouts of a test", failures::add);

    @AfterEach
    void end() {
        scheduler.close();
    }

    private static void awaitZero(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("a check that fails is reported and does not end later checks")
    void checksGoOn() throws Exception {
        List<Throwable> thrown = List.of(new IllegalStateException("it cannot be ended"), new AssertionError("broken"));
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger checks = new AtomicInteger();
        var unused = scheduler.schedule(PERIOD, () -> {
            three.countDown();
            int check = checks.getAndIncrement();
            if (check == 0) {
                throw (RuntimeException) thrown.get(0);
            }
            if (check == 1) {
                throw (Error) thrown.get(1);
            }
        });
        awaitZero(three);
        assertThat(failures).containsExactlyElementsOf(thrown);
    }

    @Test
    @DisplayName("checks run on one daemon thread of the given name")
    void oneThread() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        AtomicReference<Thread> first = new AtomicReference<>();
        AtomicReference<Thread> second = new AtomicReference<>();
        for (AtomicReference<Thread> thread : List.of(first, second)) {
            var unused = scheduler.schedule(PERIOD, () -> {
                if (thread.compareAndSet(null, Thread.currentThread())) {
                    both.countDown();
                }
            });
        }
        awaitZero(both);
        assertThat(first.get()).isSameAs(second.get());
        assertThat(first.get().getName()).isEqualTo("timeouts of a test");
        assertThat(first.get().isDaemon()).isTrue();
    }

    @Test
    @DisplayName("a check waits a period before its first run")
    void firstPeriod() throws Exception {
        AtomicInteger late = new AtomicInteger();
        var unused = scheduler.schedule(NEVER, late::incrementAndGet);
        CountDownLatch other = new CountDownLatch(3);
        var unusedToo = scheduler.schedule(PERIOD, other::countDown);
        awaitZero(other);
        assertThat(late).hasValue(0);
    }

    @Test
    @DisplayName("a cancelled check does not run again, and the others do")
    void cancelled() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        AtomicReference<Future<?>> own = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch known = new CountDownLatch(1);
        own.set(scheduler.schedule(PERIOD, () -> {
            try {
                awaitZero(known);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            checks.incrementAndGet();
            own.get().cancel(false);
            ran.countDown();
        }));
        known.countDown();
        awaitZero(ran);
        CountDownLatch later = new CountDownLatch(10);
        var unused = scheduler.schedule(PERIOD, later::countDown);
        awaitZero(later);
        assertThat(checks).hasValue(1);
        assertThat(failures).isEmpty();
    }

    @Test
    @DisplayName("closing ends the thread, and rejects further checks")
    void closed() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        var unused = scheduler.schedule(PERIOD, () -> {
            thread.set(Thread.currentThread());
            ran.countDown();
        });
        awaitZero(ran);
        scheduler.close();
        thread.get().join(60_000);
        assertThat(thread.get().isAlive()).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> scheduler.schedule(PERIOD, () -> {}));
    }

    @Test
    @DisplayName("a scheduler without a receiver of failures is rejected")
    void noReceiver() {
        assertThatNullPointerException().isThrownBy(() -> new TimeoutScheduler("timeouts of a test", null));
    }
}
