package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that moves something now and then, but too little, is abandoned; one that goes on is not, however long it takes. */
@Timeout(300)
class SlowTargetTest {

    private static final ObjectName NAME = new ObjectName("name");
    private static final Duration STALL = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final RetryPolicy ONCE = policy(Duration.ZERO, SHORT, SHORT);

    private static RetryPolicy policy(Duration budget, Duration stall, Duration smallStall) {
        return new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(64), budget, stall, smallStall);
    }

    @Test
    void slowReadIsAbandoned() throws Exception {
        assertAbandoned(ONCE, SlowSession::new, session -> session.read(NAME).readAllBytes());
    }

    @Test
    void slowPutIsAbandoned() throws Exception {
        assertAbandoned(ONCE, SlowSession::new, session -> session.put(NAME, ObjectSource.of(new byte[1 << 20])));
    }

    @Test
    void smallObjectHasItsOwnWindow() throws Exception {
        RetryPolicy generous = policy(Duration.ZERO, Duration.ofHours(1), SHORT);
        assertAbandoned(generous, SlowSession::new, session -> session.put(NAME, ObjectSource.of(new byte[64 * 1024])));
        assertAbandoned(
                generous,
                SlowSession::new,
                session -> SizedReads.readAtMost(session, NAME, 64 * 1024).readAllBytes());
    }

    @Test
    void slowListingIsAbandoned() throws Exception {
        assertAbandoned(
                ONCE,
                () -> new SlowSession() {
                    @Override
                    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer)
                            throws TransportException {
                        while (true) {
                            consumer.accept(ListEntry.object("name", 1));
                            pause(5);
                        }
                    }
                },
                session -> session.list(Optional.empty()));
    }

    @Tag("slow")
    @Test
    void progressingListingIsAwaited() throws Exception {
        int pages = 6;
        int page = 300;
        TransportSession target = new SlowSession() {
            @Override
            public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
                for (int entry = 0; entry < pages * page; entry++) {
                    consumer.accept(ListEntry.object("name-" + entry, 1));
                    if (entry % page == page - 1) {
                        pause(STALL.toMillis() / 4);
                    }
                }
            }
        };
        RetryPolicy policy = policy(Duration.ZERO, STALL, STALL);
        long began = System.nanoTime();
        try (StallWatch watch = new StallWatch(policy)) {
            assertThat(session(() -> target, policy, watch).list(Optional.empty()))
                    .hasSize(pages * page);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("or this test says nothing")
                .isGreaterThan(STALL);
    }

    @Tag("slow")
    @Test
    void endlessListingIsRejected() throws Exception {
        for (String name : List.of("name", "n".repeat(1 << 20))) {
            TransportSession target = new SlowSession() {
                @Override
                public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
                    while (true) {
                        consumer.accept(ListEntry.object(name, 1));
                    }
                }
            };
            RetryPolicy policy = policy(Duration.ZERO, STALL, STALL);
            try (StallWatch watch = new StallWatch(policy)) {
                assertThatExceptionOfType(TransportException.class)
                        .isThrownBy(() -> session(() -> target, policy, watch).list(Optional.of(NAME)))
                        .withMessageStartingWith("name in backups on far.example holds more than 250000 entries");
            }
        }
    }

    @Tag("slow")
    @Test
    void targetWithLittleProgressIsRetriedMoreRarely() throws Exception {
        AtomicInteger sessions = new AtomicInteger();
        assertAbandoned(
                policy(Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(20)),
                () -> {
                    sessions.incrementAndGet();
                    return new SlowSession();
                },
                session -> session.read(NAME).readAllBytes());
        assertThat(sessions.get())
                .as("pauses double up to 64 ms, so one second of them is some dozens")
                .isBetween(10, 60);
    }

    @Test
    void failedCloseDoesNotEndTheWatch() throws Exception {
        try (StallWatch watch = new StallWatch(ONCE)) {
            CountDownLatch first = new CountDownLatch(1);
            watch.begin(
                    () -> {
                        first.countDown();
                        throw new IllegalStateException("it cannot be closed");
                    },
                    watch.window());
            assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
            CountDownLatch second = new CountDownLatch(1);
            watch.begin(second::countDown, watch.window());
            assertThat(second.await(60, TimeUnit.SECONDS))
                    .as("the next call that stalls is ended")
                    .isTrue();
        }
    }

    private interface Step {
        void on(RetryingSession session) throws IOException;
    }

    private static void assertAbandoned(RetryPolicy policy, RetryingSession.SessionOpener target, Step step)
            throws Exception {
        try (StallWatch watch = new StallWatch(policy)) {
            RetryingSession session = session(target, policy, watch);
            ThrowingCallable call = () -> step.on(session);
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(call)
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT))
                    .withMessageContaining("moved less than 64 KiB");
        }
    }

    private static RetryingSession session(RetryingSession.SessionOpener target, RetryPolicy policy, StallWatch watch) {
        RetryBudget budget = new RetryBudget(policy);
        budget.markEstablished();
        return new RetryingSession(target, "backups on far.example", budget, watch, notice -> {});
    }

    /** Moves a byte every few milliseconds, until it is closed. */
    private static class SlowSession extends UnimplementedSession {

        private final CountDownLatch closed = new CountDownLatch(1);

        void pause(long millis) throws TransportException {
            try {
                if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                    throw new TransportException(FailureKind.CLOSED, "closed");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public InputStream read(ObjectName name) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    pause(5);
                    return 7;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    bytes[offset] = (byte) read();
                    return 1;
                }

                @Override
                public long skip(long count) {
                    return count;
                }
            };
        }

        @Override
        public void put(ObjectName name, ObjectSource source) throws TransportException {
            try (InputStream content = source.open()) {
                while (content.read() >= 0) {
                    pause(5);
                }
            } catch (TransportException e) {
                throw e;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
