package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transport that does what it may not ends a call, is named, and holds nobody up. */
class IsolatedSessionTest {

    private static final String NAME = "com.example.transport 1.2.0";
    private static final ObjectName OBJECT = new ObjectName("name");

    private final TransportCalls calls = new TransportCalls(NAME, Duration.ofMillis(50));
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void end() {
        released.countDown();
        calls.close();
    }

    @Test
    void unexpectedExceptionOfOpenIsNotRepeated() {
        TransportException failure = failure(() -> {
            throw new IllegalStateException("canary-77");
        });

        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(failure)
                .hasMessage("Transport " + NAME
                        + " failed with an internal error. Update or uninstall it; the log has the details")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void errorOrCancellationIsAttributedToTheTransport() {
        for (Throwable thrown : List.of(
                new StackOverflowError(),
                new CancellationException("canary-77"),
                new ExceptionInInitializerError("canary-77"))) {
            TransportException failure = failure(() -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            });
            assertThat(failure)
                    .hasMessageContaining("Transport " + NAME + " failed with an internal error")
                    .hasCause(thrown);
        }
    }

    @Test
    void aMissingClassIsReported() {
        TransportException failure = failure(() -> {
            throw new NoClassDefFoundError("com/example/Client");
        });

        assertThat(failure)
                .hasMessageContaining("Transport " + NAME + " is missing a class")
                .hasMessageNotContaining("com/example/Client");
    }

    @Test
    void outOfMemoryIsNotAttributedToTheTransport() {
        assertThatThrownBy(() -> session(() -> {
                            throw new OutOfMemoryError("heap");
                        })
                        .probe())
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void optionsLinksAndRangesReachTheTransport() throws Exception {
        ObjectName second = OBJECT.resolve("second");
        PutOptions options = PutOptions.NONE.withRetentionUntil(Instant.MAX);
        List<String> reached = new ArrayList<>();
        IsolatedSession session = session(() -> new UnimplementedSession() {
            @Override
            public void put(ObjectName name, ObjectSource source, PutOptions given) {
                reached.add("put " + name + " " + given);
            }

            @Override
            public boolean link(ObjectName from, ObjectName to) {
                reached.add("link " + from + " " + to);
                return true;
            }

            @Override
            public InputStream read(ObjectName name, long offset) {
                return new ByteArrayInputStream(new byte[] {(byte) offset});
            }
        });

        session.put(OBJECT, ObjectSource.of(new byte[1]), options);
        assertThat(session.link(OBJECT, second)).isTrue();
        assertThat(reached).containsExactly("put " + OBJECT + " " + options, "link " + OBJECT + " " + second);
        assertThat(session.read(OBJECT, 7).readAllBytes()).containsExactly(7);
    }

    @Test
    void callThatIgnoresCloseIsAbandoned() throws Exception {
        IsolatedSession session = session(() -> new UnimplementedSession() {
            @Override
            public Optional<ObjectAttributes> stat(ObjectName name) {
                return Optional.of(held(ObjectAttributes.ofLength(7)));
            }
        });
        CompletableFuture<TransportException> call = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(TransportException.class, () -> session.stat(OBJECT)));
        entered.await();

        session.close();

        assertThat(call.get()).hasMessageContaining("Transport " + NAME + " did not return from a cancelled call");
    }

    @Test
    void callIsAwaitedDespiteInterrupt() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        IsolatedSession session = session(() -> new UnimplementedSession() {
            @Override
            public Optional<ObjectAttributes> stat(ObjectName name) {
                held(ObjectAttributes.ofLength(7));
                over.set(true);
                return Optional.of(ObjectAttributes.ofLength(7));
            }
        });
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<Boolean> wasOver = CompletableFuture.supplyAsync(() -> {
            caller.complete(Thread.currentThread());
            unchecked(session);
            return over.get() && Thread.interrupted();
        });
        entered.await();
        caller.get().interrupt();
        released.countDown();
        assertThat(wasOver.get(1, TimeUnit.MINUTES))
                .as("over when it returned, and still interrupted")
                .isTrue();
    }

    @Test
    void sessionIsClosedAfterTheCalls() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        TransportCalls patient = new TransportCalls(NAME, Duration.ofMinutes(1)); // The close is no call that hangs.
        IsolatedSession session = new IsolatedSession(
                () -> new UnimplementedSession() {
                    @Override
                    public Optional<ObjectAttributes> stat(ObjectName name) {
                        return Optional.of(ObjectAttributes.ofLength(7));
                    }

                    @Override
                    public void close() {
                        closed.complete(null);
                    }
                },
                patient);
        session.stat(OBJECT);
        patient.close();

        session.close();

        assertThat(closed).isDone();
    }

    @Test
    void lateSessionIsClosed() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        IsolatedSession session = session(() -> held(new UnimplementedSession() {
            @Override
            public void close() {
                closed.complete(null);
            }
        }));
        CompletableFuture<Optional<ObjectAttributes>> call = CompletableFuture.supplyAsync(() -> unchecked(session));
        entered.await();
        session.close();
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("did not return from a cancelled call");

        released.countDown();

        closed.get(1, TimeUnit.MINUTES);
    }

    @Test
    void failedOrEndlessCloseIsHarmless() throws TransportException {
        for (Runnable end : List.<Runnable>of(() -> held(1), () -> {
            throw new IllegalStateException("closing");
        })) {
            IsolatedSession session = session(() -> new UnimplementedSession() {
                @Override
                public Optional<ObjectAttributes> stat(ObjectName name) {
                    return Optional.of(ObjectAttributes.ofLength(7));
                }

                @Override
                public void close() {
                    end.run();
                }
            });
            assertThat(session.stat(OBJECT)).contains(ObjectAttributes.ofLength(7));
            session.close();
        }
    }

    @Test
    void unexpectedExceptionOfStreamIsTranslated() throws Exception {
        IsolatedSession session = session(() -> new UnimplementedSession() {
            @Override
            public InputStream read(ObjectName name) {
                return new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("canary-77");
                    }
                };
            }
        });
        try (InputStream stream = session.read(OBJECT)) {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(NAME)
                    .message()
                    .doesNotContain("canary-77");
            assertThatThrownBy(() -> stream.read(new byte[5]))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(NAME);
            assertThatThrownBy(() -> stream.skip(5))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(NAME);
        }
    }

    @Test
    void noThreadOutlivesTheCalls() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        IsolatedSession session = session(() -> {
            thread.complete(Thread.currentThread());
            return held(new UnimplementedSession());
        });
        CompletableFuture<Optional<ObjectAttributes>> call = CompletableFuture.supplyAsync(() -> unchecked(session));
        entered.await();
        session.close();
        assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class);

        calls.close();

        thread.get().join(Duration.ofMinutes(1).toMillis());
        assertThat(thread.get().isAlive()).isFalse();
    }

    private IsolatedSession session(RetryingSession.SessionOpener opener) {
        return new IsolatedSession(opener, calls);
    }

    private TransportException failure(RetryingSession.SessionOpener opener) {
        return catchThrowableOfType(
                TransportException.class, () -> session(opener).probe());
    }

    private <T> T held(T value) {
        entered.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return value;
    }

    private static Optional<ObjectAttributes> unchecked(TransportSession session) {
        try {
            return session.stat(OBJECT);
        } catch (TransportException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
