package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.Test;

/** A call to a target that stops answering is abandoned after the stall timeout, and retried in a new session. */
class StallTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20), Duration.ofMillis(50));
    private static final ObjectName NAME = new ObjectName("name");

    /** Time that passes only in a call that hangs: no call that answers is taken for one that stalls. */
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void hangingCallIsRetriedInNewSession() throws Exception {
        List<SilentSession> opened = new ArrayList<>();
        try (StallWatch watch = new StallWatch(POLICY, nanoTime::get)) {
            RetryBudget budget = new RetryBudget(POLICY);
            budget.markEstablished();
            RetryingSession session = new RetryingSession(
                    () -> {
                        SilentSession silent = new SilentSession(opened.isEmpty());
                        opened.add(silent);
                        return silent;
                    },
                    "backups on far.example",
                    budget,
                    watch,
                    notice -> {});

            assertThat(session.stat(NAME)).contains(ObjectAttributes.ofLength(7));

            assertThat(opened).hasSize(2);
            assertThat(opened.get(0).closed.getCount()).isZero();
            assertThat(budget.retries()).isEqualTo(1);
        }
    }

    @Test
    void silentTargetIsATimeout() throws Exception {
        RetryPolicy noRetries =
                new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO, Duration.ofMillis(50));
        try (StallWatch watch = new StallWatch(noRetries, nanoTime::get)) {
            RetryingSession session = new RetryingSession(
                    () -> new SilentSession(true),
                    "backups on far.example",
                    new RetryBudget(noRetries),
                    watch,
                    notice -> {});

            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(() -> session.stat(NAME))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT))
                    .withMessageContaining(
                            "backups on far.example has not answered, or moved less than 64 KiB, within 50 ms");
        }
    }

    /** Answers one call only after it was closed, as a dead line does. */
    private final class SilentSession extends UnimplementedSession {

        private final boolean hangs;
        private final CountDownLatch closed = new CountDownLatch(1);

        SilentSession(boolean hangs) {
            this.hangs = hangs;
        }

        @Override
        public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
            if (hangs) {
                nanoTime.addAndGet(POLICY.stall().toNanos() + 1);
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new TransportException(FailureKind.CLOSED, "closed");
            }
            return Optional.of(ObjectAttributes.ofLength(7));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
