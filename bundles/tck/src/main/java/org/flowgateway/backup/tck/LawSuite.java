package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions on a fresh target of the transport under test, and assertions for the laws. */
@ExtendWith(CauseChain.class)
abstract class LawSuite {

    /** Limit, in seconds, for a close. */
    static final long CLOSE_SECONDS = 5;

    static final long DEADLINE_SECONDS = 60;

    private final List<TransportSession> sessions = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TransportFixture fixture;
    private TransportTarget target;
    private TransportSession session;

    /**
     * Creates the transport under test with a fresh, empty target. Called once for each test.
     *
     * @return a fixture that no other test uses
     * @throws Exception if that fails; so does the test
     */
    protected abstract TransportFixture newFixture() throws Exception;

    @BeforeEach
    void openFirstSession() throws Exception {
        fixture = newFixture();
        target = fixture.provider().complete(firstTarget(), fixture.password().isPresent());
        session = newSession();
        session.probe();
    }

    /** Returns the target of a test's sessions. */
    TransportTarget firstTarget() throws Exception {
        return fixture.target();
    }

    @AfterEach
    void closeSessions() throws Exception {
        sessions.forEach(TransportSession::close);
        threads.shutdownNow();
        if (fixture != null) {
            fixture.cleanUp();
        }
    }

    /** Returns the fixture of this test. */
    final TransportFixture fixture() {
        return fixture;
    }

    /** Returns the transport under test. */
    final TransportProvider transport() {
        return fixture.provider();
    }

    /** Returns the completed target. */
    final TransportTarget completedTarget() {
        return target;
    }

    /** Returns the first session of a test. */
    final TransportSession session() {
        return session;
    }

    /** Opens another session on the same target. */
    final TransportSession newSession() throws TransportException {
        return newSession(target);
    }

    final TransportSession newSession(TransportTarget other) throws TransportException {
        return openSession(other, fixture.password());
    }

    /** Opens another session on the same target, with another password. */
    final TransportSession newSessionWithPassword(String otherPassword) throws TransportException {
        return openSession(target, Optional.of(otherPassword));
    }

    private TransportSession openSession(TransportTarget where, Optional<String> password) throws TransportException {
        TransportSession opened = fixture.provider().open(where, password.map(text -> new Secret(text.toCharArray())));
        synchronized (sessions) {
            sessions.add(opened);
        }
        return opened;
    }

    /** Returns whether the probe of the store declares a capability. */
    final boolean declares(Capability capability) throws TransportException {
        return session.probe().capabilities().contains(capability);
    }

    /** Asserts that nothing is left once all objects were removed, by the store's own means if the fixture has them. */
    final void assertNothingLeft() throws Exception {
        assertThat(fixture.storedNames().orElse(List.of()))
                .as("names that the store still has")
                .isEmpty();
        assertThat(listed(newSession(), "")).as("entries that are still listed").isEmpty();
    }

    final <T> CompletableFuture<T> start(Callable<T> work) {
        CompletableFuture<T> started = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                started.complete(work.call());
            } catch (Exception | Error e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    static <T> T result(Future<T> work) throws Exception {
        return work.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    static ObjectName name(String value) {
        return new ObjectName(value);
    }

    static byte[] content(TransportSession from, ObjectName name) throws IOException {
        try (InputStream stream = from.read(name)) {
            return stream.readAllBytes();
        }
    }

    /** Returns a listing, directories with a slash after their name, objects with their length. */
    static List<String> listed(TransportSession from, String directory) throws TransportException {
        return from.list(directory.isEmpty() ? Optional.empty() : Optional.of(name(directory))).stream()
                .map(entry -> entry.kind() == ListEntry.Kind.OBJECT
                        ? entry.name() + " " + entry.length()
                        : entry.name() + "/")
                .sorted()
                .collect(Collectors.toList());
    }

    static void assertAbsent(TransportSession from, ObjectName name) throws TransportException {
        assertThat(from.stat(name))
                .as("length of what should not be there: %s", name)
                .isEmpty();
        assertKind(failure(() -> content(from, name)), FailureKind.NOT_FOUND);
    }

    /** Asserts that a failure has one of some kinds; otherwise prints its causes. */
    static void assertKind(TransportException failure, FailureKind... kinds) {
        assertThat(failure.kind())
                .as(() -> "kind of the failure: " + CauseChain.text(failure))
                .isIn((Object[]) kinds);
    }

    static void assertKind(TransportException failure, Set<FailureKind> kinds) {
        assertKind(failure, kinds.toArray(FailureKind[]::new));
    }

    static TransportException failure(ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).as("a failure was expected").isNotNull();
        assertThat(failure.getMessage()).as("a message for people").isNotBlank();
        return failure;
    }

    static TransportException outcome(Future<?> work, long seconds) throws Exception {
        try {
            work.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return failure(() -> {
                throw e.getCause();
            });
        }
        throw new AssertionError("It should have failed, but succeeded");
    }
}
