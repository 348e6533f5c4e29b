package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sessions on a fresh root, and assertions for the laws. */
abstract class SessionFixture {

    /** Limit, in seconds, for a close. */
    static final long CLOSE_SECONDS = 5;

    static final long DEADLINE_SECONDS = 60;

    private final List<TransportSession> sessions = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TransportProvider provider;
    private TransportTarget target;
    private TransportSession session;

    /**
     * Creates the transport under test. Called once for each test.
     *
     * @return a provider as the container would create it
     * @throws Exception if that fails; so does the test
     */
    protected abstract TransportProvider provider() throws Exception;

    /**
     * Creates a fresh, empty target. Called once for each test, after {@link #provider()}.
     *
     * @return a target that no other test uses
     * @throws Exception if that fails; so does the test
     */
    protected abstract TransportTarget target() throws Exception;

    /** Returns the password of the target's login; none by default. */
    protected Optional<String> password() {
        return Optional.empty();
    }

    @BeforeEach
    void openFirstSession() throws Exception {
        provider = provider();
        target = provider.complete(target(), password().isPresent());
        session = newSession();
        session.probe();
    }

    @AfterEach
    void closeSessions() {
        sessions.forEach(TransportSession::close);
        threads.shutdownNow();
    }

    /** Returns the transport under test. */
    final TransportProvider transport() {
        return provider;
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
        return openSession(other, password());
    }

    /** Opens another session on the same target, with another password. */
    final TransportSession newSessionWithPassword(String otherPassword) throws TransportException {
        return openSession(target, Optional.of(otherPassword));
    }

    private TransportSession openSession(TransportTarget where, Optional<String> password) throws TransportException {
        TransportSession opened = provider.open(where, password.map(text -> new Secret(text.toCharArray())));
        synchronized (sessions) {
            sessions.add(opened);
        }
        return opened;
    }

    final <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
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
        assertThat(failure(() -> content(from, name)).kind())
                .as("reading what should not be there: %s", name)
                .isEqualTo(FailureKind.NOT_FOUND);
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
