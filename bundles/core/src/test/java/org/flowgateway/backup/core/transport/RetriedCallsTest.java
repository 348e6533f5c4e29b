package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call is repeated after a transient failure, in a new session, and after no other. */
class RetriedCallsTest {

    private static final ObjectName NAME = new ObjectName("name");
    private static final byte[] CONTENT = {1, -2, 3};
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final StallWatch watch = new StallWatch(policy(MINUTE));
    private final RetryBudget budget = new RetryBudget(policy(MINUTE));
    private final List<StoringSession> opened = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final RetryingSession session = session(budget);

    private FailureKind firstFailure = FailureKind.CONNECTION_LOST;

    private static RetryPolicy policy(Duration retries) {
        return new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), retries, MINUTE);
    }

    private RetryingSession session(RetryBudget retries) {
        return new RetryingSession(this::open, "backups on far.example", retries, watch, notices::add);
    }

    private StoringSession open() {
        opened.add(new StoringSession(opened.isEmpty() ? firstFailure : null));
        return opened.get(opened.size() - 1);
    }

    @AfterEach
    void end() {
        session.close();
        watch.close();
    }

    private void assertRetriedOnce() {
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closed).as("the failed session is closed").isTrue();
        assertThat(opened.get(1).closed).isFalse();
        assertThat(budget.retries()).isEqualTo(1);
        assertThat(notices).containsExactly("notice", "notice");
    }

    @Test
    void probeIsRetried() throws Exception {
        budget.markEstablished();
        assertThat(session.probe()).isEqualTo(StoringSession.PROBE);
        assertRetriedOnce();
    }

    @Test
    void statIsRetried() throws Exception {
        budget.markEstablished();
        assertThat(session.stat(NAME)).contains(ObjectAttributes.ofLength(3));
        assertRetriedOnce();
    }

    @Test
    void listIsRetriedFromItsBeginning() throws Exception {
        budget.markEstablished();
        assertThat(session.list(Optional.empty())).containsExactly(StoringSession.ENTRY);
        assertRetriedOnce();
    }

    @Test
    void deleteIsRetried() throws Exception {
        budget.markEstablished();
        session.delete(NAME);
        assertRetriedOnce();
        assertThat(opened.get(1).deleted).containsExactly(NAME);
    }

    @Test
    void putIsRetriedWithTheSameSource() throws Exception {
        budget.markEstablished();
        session.put(NAME, new VouchedSource(true));
        assertRetriedOnce();
        ObjectSource stored = opened.get(1).stored;
        assertThat(stored.length()).isEqualTo(3);
        assertThat(stored.sha256()).isEqualTo("sha");
        assertThat(stored.isVouchedFor()).isTrue();
        assertThat(opened.get(1).content).isEqualTo(CONTENT);
        session.put(NAME, new VouchedSource(false));
        assertThat(opened.get(1).stored.isVouchedFor()).isFalse();
    }

    @Test
    void linkIsRetried() throws Exception {
        budget.markEstablished();
        assertThat(session.link(NAME, NAME.resolve("second"))).isTrue();
        assertRetriedOnce();
        assertThat(opened.get(1).linked).containsExactly(NAME + " " + NAME + "/second");
    }

    @Test
    void optionsReachTheTransport() {
        budget.markEstablished();
        assertFails(
                FailureKind.UNSUPPORTED,
                () -> session.put(NAME, new VouchedSource(true), PutOptions.NONE.withRetentionUntil(Instant.MAX)));
        assertThat(opened.get(0).stored).isNull();
    }

    @Test
    void readFromAnOffsetSkipsWhereTheTransportHasNoRanges() throws Exception {
        budget.markEstablished();
        try (InputStream stream = session.read(NAME, 1)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 1, CONTENT.length));
        }
    }

    @Test
    void readResumesWithARangeWhereTheTransportHasThem() throws Exception {
        budget.markEstablished();
        byte[] object = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        List<Long> offsets = new ArrayList<>();
        RetryingSession losing = new RetryingSession(
                () -> new LosingSession(object, opened.size(), opened::add) {
                    @Override
                    public InputStream read(ObjectName name, long offset) {
                        offsets.add(offset);
                        return new ByteArrayInputStream(object, (int) offset, object.length);
                    }
                },
                "backups on far.example",
                budget,
                watch,
                notices::add);
        try (InputStream stream = losing.read(NAME)) {
            assertThat(stream.readAllBytes()).isEqualTo(object);
        }
        assertThat(offsets).containsExactly(10L);
    }

    @Test
    void refusedRangeIsAFailureLikeAnyOther() throws Exception {
        budget.markEstablished();
        RetryingSession refusing = new RetryingSession(
                () -> new StoringSession(null) {
                    @Override
                    public InputStream read(ObjectName name, long offset) throws TransportException {
                        throw new TransportException(FailureKind.INTEGRITY, "shorter");
                    }
                },
                "backups on far.example",
                budget,
                watch,
                notices::add);
        assertFails(FailureKind.INTEGRITY, () -> refusing.read(NAME, 4));
    }

    @Test
    void failuresOfAReadAreForgottenAfter64Kibibytes() throws Exception {
        budget.markEstablished();
        byte[] object = new byte[10 + 64 * 1024];
        RetryingSession losing = new RetryingSession(
                () -> new LosingSession(object, opened.size(), opened::add),
                "backups on far.example",
                budget,
                watch,
                notices::add);
        ProgressWindow window = new ProgressWindow(MINUTE);
        try (InputStream stream = new ResumingStream(NAME, losing, window, 0)) {
            assertThat(stream.readNBytes(10)).hasSize(10);
            assertThat(stream.readNBytes(64 * 1024 - 1)).hasSize(64 * 1024 - 1);
            assertThat(opened).hasSize(2);
            assertThat(window.recordFailure()).as("failures so far").isEqualTo(2);
            assertThat(stream.read()).isZero();
            assertThat(window.recordFailure()).as("failures since 64 KiB").isEqualTo(1);
        }
    }

    @Test
    void readIsOpenedAgain() throws Exception {
        budget.markEstablished();
        try (InputStream stream = session.readAtMost(NAME, 3)) {
            assertThat(stream.read()).isEqualTo(1);
            assertThat(stream.read()).as("a byte above 127").isEqualTo(254);
            assertThat(stream.readAllBytes()).containsExactly(3);
        }
        assertRetriedOnce();
        assertThat(opened.get(1).streamsClosed).isEqualTo(1);
    }

    @Test
    void failureThatNoRetryCanHelpIsThrownUnchanged() throws Exception {
        budget.markEstablished();
        firstFailure = FailureKind.NO_SPACE;
        assertFails(FailureKind.NO_SPACE, () -> session.stat(NAME));
        assertThat(opened).hasSize(1);
        assertThat(budget.retries()).isZero();
        assertThat(opened.get(0).closed).isFalse();
    }

    @Test
    void firstCallOfAJobIsNotRetried() throws Exception {
        assertFails(FailureKind.CONNECTION_LOST, () -> session.stat(NAME));
        assertThat(opened).hasSize(1);
        assertThat(session.stat(NAME)).contains(ObjectAttributes.ofLength(3));
        assertThat(opened).as("sessions after a failure without a retry").hasSize(1);
        assertThat(budget.takePause(1)).as("a call succeeded").isPositive();
    }

    @Test
    void closedSessionOpensNoOther() throws Exception {
        budget.markEstablished();
        firstFailure = null;
        session.stat(NAME);
        session.close();
        assertThat(opened.get(0).closed).isTrue();
        assertFails(FailureKind.CLOSED, () -> session.stat(NAME));
        assertThat(opened).hasSize(2);
        assertThat(opened.get(1).closed).as("opened too late").isTrue();
    }

    @Test
    void sessionClosedDuringTheCallIsNotRetried() {
        RetryBudget unlimited = new RetryBudget(policy(MINUTE));
        unlimited.markEstablished();
        RetryingSession[] closing = new RetryingSession[1];
        closing[0] = new RetryingSession(
                () -> new StoringSession(null) {
                    @Override
                    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
                        closing[0].close();
                        throw new TransportException(FailureKind.CONNECTION_LOST, "lost");
                    }
                },
                "backups on far.example",
                unlimited,
                watch,
                notices::add);
        assertFails(FailureKind.CONNECTION_LOST, () -> closing[0].stat(NAME));
        assertThat(unlimited.retries()).isZero();
    }

    @Test
    void closeEndsThePauseBeforeARetry() throws Exception {
        RetryBudget patient = new RetryBudget(new RetryPolicy(MINUTE, MINUTE, Duration.ofHours(1), MINUTE));
        patient.markEstablished();
        RetryingSession pausing = session(patient);
        CompletableFuture<Void> call = CompletableFuture.runAsync(
                () -> assertFails(FailureKind.CONNECTION_LOST, () -> pausing.stat(NAME)),
                command -> new Thread(command).start());
        long deadline = System.nanoTime() + MINUTE.toNanos();
        while (patient.retries() == 0) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
        pausing.close();
        call.get(60, TimeUnit.SECONDS);
        assertThat(opened).hasSize(1);
    }

    @Test
    void interruptEndsThePauseBeforeARetry() {
        RetryBudget patient = new RetryBudget(new RetryPolicy(MINUTE, MINUTE, Duration.ofHours(1), MINUTE));
        patient.markEstablished();
        RetryingSession pausing = session(patient);
        Thread.currentThread().interrupt();
        assertFails(FailureKind.CONNECTION_LOST, () -> pausing.stat(NAME));
        assertThat(Thread.interrupted()).as("the thread's interrupt is kept").isTrue();
        assertThat(opened).hasSize(1);
    }

    @Test
    void stallEndsTheSession() throws Exception {
        session.onStall();
        firstFailure = null;
        session.stat(NAME);
        session.onStall();
        assertThat(opened.get(0).closed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CLOSED,TIMEOUT", "CONNECTION_LOST,TIMEOUT", "NO_SPACE,NO_SPACE"})
    void failureOfAStalledCallIsATimeout(FailureKind thrown, FailureKind reported) {
        RetryingSession[] stalling = new RetryingSession[1];
        stalling[0] = new RetryingSession(
                () -> failing(thrown, stalling[0]::onStall), "backups on far.example", budget, watch, notices::add);
        assertFails(reported, () -> stalling[0].stat(NAME));
    }

    @Test
    void failureOfAStalledCallThatWasClosedIsUnchanged() {
        RetryingSession[] stalling = new RetryingSession[1];
        stalling[0] = new RetryingSession(
                () -> failing(FailureKind.CLOSED, () -> {
                    stalling[0].onStall();
                    stalling[0].close();
                }),
                "backups on far.example",
                budget,
                watch,
                notices::add);
        assertFails(FailureKind.CLOSED, () -> stalling[0].stat(NAME));
    }

    private static StoringSession failing(FailureKind kind, Runnable meanwhile) {
        return new StoringSession(null) {
            @Override
            public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
                meanwhile.run();
                throw new TransportException(kind, "the test wants it so");
            }
        };
    }

    @Test
    void directoryIsNamedWhenItsListingIsTooLong() {
        String name = "n".repeat((int) BoundedListing.MAX_CHARACTERS + 1);
        RetryingSession listing = new RetryingSession(
                () -> new StoringSession(null) {
                    @Override
                    public List<ListEntry> list(Optional<ObjectName> directory) {
                        return List.of(ListEntry.object(name, 1));
                    }
                },
                "backups on far.example",
                budget,
                watch,
                notices::add);
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> listing.list(Optional.of(NAME)))
                .withMessageStartingWith("name in backups on far.example holds more than");
    }

    @Test
    void timeBetweenTwoCallsDoesNotCount() throws Exception {
        firstFailure = null;
        ProgressWindow window = new ProgressWindow(Duration.ZERO);
        assertThat(session.<Optional<ObjectAttributes>>retry(current -> current.stat(NAME), window))
                .contains(ObjectAttributes.ofLength(3));
        assertThat(window.isExhausted()).isFalse();
    }

    @Test
    void readFailureIsTheTargets() throws Exception {
        RetryingSession failing = new RetryingSession(
                () -> new StoringSession(null) {
                    @Override
                    public InputStream read(ObjectName name) {
                        return new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("broken");
                            }
                        };
                    }
                },
                "backups on far.example",
                budget,
                watch,
                notices::add);
        try (InputStream stream = failing.read(NAME)) {
            assertFails(FailureKind.UNKNOWN, stream::read);
        }
    }

    @Test
    void objectThatBecameShorterIsAFailure() throws Exception {
        budget.markEstablished();
        CountDownLatch lost = new CountDownLatch(1);
        RetryingSession shrinking = new RetryingSession(
                () -> new StoringSession(null) {
                    @Override
                    public InputStream read(ObjectName name) {
                        if (lost.getCount() == 0) {
                            return new ByteArrayInputStream(CONTENT, 0, 1);
                        }
                        return new InputStream() {
                            private int given;

                            @Override
                            public int read() throws IOException {
                                if (given == 2) {
                                    lost.countDown();
                                    throw new TransportException(FailureKind.CONNECTION_LOST, "lost");
                                }
                                return CONTENT[given++] & 0xFF;
                            }
                        };
                    }
                },
                "backups on far.example",
                budget,
                watch,
                notices::add);
        try (InputStream stream = shrinking.read(NAME)) {
            assertThat(stream.read()).isEqualTo(1);
            assertThat(stream.read()).isEqualTo(254);
            assertFails(FailureKind.UNKNOWN, stream::read);
        }
    }

    private static void assertFails(FailureKind kind, ThrowingCallable call) {
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    /** The first one loses the connection after ten bytes. */
    private static class LosingSession extends StoringSession {

        private final byte[] object;
        private final boolean loses;

        LosingSession(byte[] object, int number, Consumer<StoringSession> register) {
            super(null);
            this.object = object;
            loses = number == 0;
            register.accept(this);
        }

        @Override
        public InputStream read(ObjectName name) {
            return !loses
                    ? new ByteArrayInputStream(object)
                    : new SequenceInputStream(new ByteArrayInputStream(object, 0, 10), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new TransportException(FailureKind.CONNECTION_LOST, "lost");
                        }
                    });
        }
    }

    private record VouchedSource(boolean vouched) implements ObjectSource {

        @Override
        public long length() {
            return CONTENT.length;
        }

        @Override
        public String sha256() {
            return "sha";
        }

        @Override
        public boolean isVouchedFor() {
            return vouched;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(CONTENT);
        }
    }

    /** Session with one object, whose first call may fail. */
    private static class StoringSession extends UnimplementedSession {

        private static final Probe PROBE = Probe.of().withFreeBytes(7);
        private static final ListEntry ENTRY = ListEntry.object("name", 3);

        private FailureKind failure;
        private boolean closed;
        private int streamsClosed;
        private final List<ObjectName> deleted = new ArrayList<>();
        private final List<String> linked = new ArrayList<>();
        private ObjectSource stored;
        private byte[] content;

        StoringSession(FailureKind failure) {
            this.failure = failure;
        }

        private void failOnce() throws TransportException {
            if (failure != null) {
                FailureKind kind = failure;
                failure = null;
                throw new TransportException(kind, "the test wants it so");
            }
        }

        @Override
        public Probe probe() throws TransportException {
            failOnce();
            return PROBE;
        }

        @Override
        public void put(ObjectName name, ObjectSource source) throws TransportException {
            failOnce();
            stored = source;
            try (InputStream in = source.open()) {
                content = in.readAllBytes();
            } catch (IOException e) {
                throw new TransportException(FailureKind.UNKNOWN, "source", e);
            }
        }

        @Override
        public InputStream read(ObjectName name) throws TransportException {
            failOnce();
            return new ByteArrayInputStream(CONTENT) {
                @Override
                public void close() {
                    streamsClosed++;
                }
            };
        }

        @Override
        public boolean link(ObjectName from, ObjectName to) throws TransportException {
            failOnce();
            linked.add(from + " " + to);
            return true;
        }

        @Override
        public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
            failOnce();
            return Optional.of(ObjectAttributes.ofLength(3));
        }

        @Override
        public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
            failOnce();
            return List.of(ENTRY);
        }

        @Override
        public void delete(ObjectName name) throws TransportException {
            failOnce();
            deleted.add(name);
        }

        @Override
        public List<String> notices() {
            return List.of("notice");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
