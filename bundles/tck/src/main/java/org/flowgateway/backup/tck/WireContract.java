package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The laws of a transport over a line that is cut, goes silent, or leads to somebody else, for transports over TCP. An implementation joins
 * by saying where its server is:
 *
 * <pre>{@code
 * class MyWireTest extends WireContract {
 *     @Override protected TransportProvider provider() { return new MyTransport(waitingAtMost(patience())); }
 *     @Override protected int serverPort() { return server.port(); }
 *     @Override protected TransportTarget target(int port) { return new TransportTarget("my", "localhost:" + port, "user", "fresh"); }
 *     @Override protected Duration patience() { return Duration.ofSeconds(2); }
 *     @Override protected Optional<Impostor> impostor() throws Exception { return Optional.of(new TlsImpostor(directory)); }
 * }
 * }</pre>
 *
 * <p>Each test has a {@link FaultProxy} of its own between the transport and the server.
 */
public abstract class WireContract extends SessionFixture {

    private static final Set<FailureKind> BROKEN =
            Set.of(FailureKind.CONNECTION_LOST, FailureKind.TIMEOUT, FailureKind.UNREACHABLE);
    private static final ObjectName NAME = new ObjectName("d/object");
    private static final BytesSource LARGE = BytesSource.random(8 * 1024 * 1024, 1);
    private static final int MANY = 2_500;
    /** Conversations that a test breaks, at most. */
    private static final int MAX_CUTS = 40;

    private static final int MAX_SILENCES = 12;
    /** How soon a call that need not wait has failed. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private FaultProxy proxy;

    /** For the implementation's tests. */
    protected WireContract() {}

    /**
     * The port on loopback that the real server listens on. Called once for each test, after {@link #provider()}.
     *
     * @throws Exception if there is no server; the test fails
     */
    protected abstract int serverPort() throws Exception;

    /**
     * A place to store in, reached by another port on loopback. The first that a test asks for is fresh and empty.
     *
     * @param port what the transport is to connect to
     * @throws Exception if it cannot be had; the test fails
     */
    protected abstract TransportTarget target(int port) throws Exception;

    /** How long the transport that is made here waits for a server that says nothing, at the first contact and later; a second or two. */
    protected abstract Duration patience();

    /**
     * A server that is not the one it claims to be, on a port of its own.
     *
     * @return empty if a host of this transport has no identity that could be checked
     * @throws Exception if it cannot be had; the test fails
     */
    protected abstract Optional<Impostor> impostor() throws Exception;

    /** Looks, once all was removed, whether anything is left; by the store's own means, where there are such. */
    protected void assertNothingLeft() throws Exception {
        assertThat(listed(newSession(), "")).isEmpty();
    }

    @Override
    protected final TransportTarget target() throws Exception {
        proxy = new FaultProxy(serverPort());
        return target(proxy.port());
    }

    @AfterEach
    final void closeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    @DisplayName(
            "1, 2, 5, 7: a line that is cut at any step is told at once, nobody tries again, and the same call later is as if nothing had been")
    void cut() throws Exception {
        everyStep(MAX_CUTS, BROKEN, (session, turn) -> proxy.cutAtTurn(turn));
    }

    @Test
    @DisplayName(
            "1, 2, 5, 7: a step whose reply is lost fails the call, nobody tries again, and the same call later settles what came of it")
    void lostReply() throws Exception {
        everyStep(MAX_CUTS / 2, BROKEN, (session, turn) -> proxy.loseReplyAtTurn(turn));
    }

    @Test
    @DisplayName(
            "9: closing ends whatever call waits for a silent server, at any step, and the same call later is as if nothing had been")
    void closedInSilence() throws Exception {
        everyStep(
                MAX_SILENCES,
                Set.of(FailureKind.CLOSED),
                (session, turn) -> proxy.goSilentAtTurn(turn, session::close));
    }

    @Test
    @DisplayName("9: closing ends the first contact with a server that says nothing")
    void closedAtFirstContact() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TransportSession session = openSession(silent.getLocalPort());
            Future<?> probe = start(probing(session));
            silent.accept();
            session.close();
            assertThat(outcome(probe, CLOSE_SECONDS).kind()).isEqualTo(FailureKind.CLOSED);
        }
    }

    @Test
    @DisplayName("7: a port that nobody listens on is UNREACHABLE, and the message names it")
    void unreachable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        TransportException failure = failure(() -> openSession(free).probe());
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining(Integer.toString(free));
    }

    @Test
    @DisplayName("7: what listens but says nothing is given up in time as TIMEOUT")
    void silentFromTheStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTimesOut(probing(openSession(silent.getLocalPort())));
        }
    }

    @Test
    @DisplayName(
            "5, 7: a server that goes silent between two calls, in a put or in a read is given up in time as TIMEOUT")
    void silentLater() throws Exception {
        session().put(NAME, LARGE);
        TransportSession storing = newSession();
        storing.stat(NAME);
        try (InputStream stream = newSession().read(NAME)) {
            stream.readNBytes(1000);
            proxy.goSilent();
            assertTimesOut(stream::readAllBytes);
        }
        assertTimesOut(() -> session().stat(NAME));
        assertTimesOut(() -> {
            storing.put(name("other"), LARGE);
            return null;
        });
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {1, 1_000, 5_000, 100_000, 4_000_000, 8_000_000})
    @DisplayName(
            "1, 7: a line that is cut in a put, wherever, shows nothing, nobody tries again, and the next session stores")
    void cutInAPut(long after) throws Exception {
        TransportSession writer = newSession();
        proxy.cutAfter(after);
        assertThat(failure(() -> writer.put(NAME, LARGE)).kind()).isIn(BROKEN);
        assertThat(proxy.returns()).as("connections after the line was cut").isZero();
        proxy.heal();
        TransportSession next = newSession();
        assertAbsent(next, NAME);
        assertThat(listed(next, "d")).isEmpty();
        next.put(NAME, LARGE);
        assertThat(content(next, NAME)).isEqualTo(LARGE.bytes());
        next.delete(NAME);
        assertNothingLeft();
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {1, 5_000, 1_000_000, 8_300_000})
    @DisplayName(
            "6, 7: a line that is cut in a read, wherever, fails it: never a shorter object, and nobody tries again")
    void cutInARead(long after) throws Exception {
        session().put(NAME, LARGE);
        TransportSession reader = newSession();
        proxy.cutAfter(after);
        assertThat(failure(() -> content(reader, NAME)).kind()).isIn(BROKEN);
        assertThat(proxy.returns()).as("connections after the line was cut").isZero();
    }

    @Test
    @DisplayName("5, 6, 7: a line that is cut in a listing of " + MANY
            + " objects, on whichever page, fails it: never a part, and nobody tries again")
    void cutInAListing() throws Exception {
        for (int number = 0; number < MANY; number++) {
            session().put(name("many/%06d".formatted(number)), BytesSource.random(1, number));
        }
        long whole = bytesOfListing();
        for (int percent : new int[] {5, 50, 75, 95}) {
            TransportSession reader = newSession();
            reader.stat(NAME);
            proxy.cutAfter(whole * percent / 100);
            assertThat(failure(() -> listed(reader, "many")).kind())
                    .as("after %s %%", percent)
                    .isIn(BROKEN);
            assertThat(proxy.returns()).as("connections after the line was cut").isZero();
            proxy.heal();
        }
        assertThat(listed(newSession(), "many")).hasSize(MANY);
    }

    @Test
    @DisplayName("8: a host that is not the one it claims to be is HOST_IDENTITY, and hears no credential")
    void impostorHearsNothing() throws Exception {
        Optional<Impostor> found = impostor();
        assumeTrue(found.isPresent(), "hosts of this transport have no identity that could be checked");
        try (Impostor impostor = found.get()) {
            try (TransportSession session = openSession(impostor.port())) {
                assertThat(failure(session::probe).kind()).isEqualTo(FailureKind.HOST_IDENTITY);
            }
            assertThat(impostor.told()).as("what the impostor was told").isEmpty();
        }
    }

    /** What goes wrong with a session at a turn. */
    private interface Fault {
        void apply(TransportSession session, int turn);
    }

    private void everyStep(int maxScripts, Set<FailureKind> kinds, Fault fault) throws Exception {
        int turns = turnsUndisturbed();
        int each = Math.max(1, turns / maxScripts);
        int broken = 0;
        for (int turn = 1; turn <= turns; turn += each) {
            broken += runScript("step " + turn + " of " + turns, kinds, fault, turn);
        }
        // How requests and replies meet is not the same each time, so the last steps may not have been reached.
        assertThat(broken)
                .as("conversations that broke, of %s", turns / each)
                .isGreaterThanOrEqualTo(turns / each * 3 / 4);
    }

    private int turnsUndisturbed() throws IOException {
        proxy.heal();
        try (TransportSession session = newSession()) {
            assertThat(SessionScript.PROBE.runRemaining(session)).isEmpty();
        }
        return proxy.turns();
    }

    /** @return how often it broke */
    private int runScript(String when, Set<FailureKind> kinds, Fault fault, int turn) throws Exception {
        Optional<SessionScript.FailedCall> broken;
        // A session that was closed may still be saying its last words, as TLS does; they are no turn of this
        // conversation.
        proxy.cut();
        try (TransportSession session = newSession()) {
            fault.apply(session, turn);
            long begin = System.nanoTime();
            broken = SessionScript.PROBE.runRemaining(session);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(when).isLessThan(AT_ONCE);
        }
        if (broken.isPresent()) {
            assertThat(broken.get().failure().kind())
                    .as("%s, %s", when, broken.get())
                    .isIn(kinds);
            assertThat(proxy.returns())
                    .as("connections after the line broke, %s, %s", when, broken.get())
                    .isZero();
            proxy.cut();
            try (TransportSession next = newSession()) {
                broken.get().call().assertPossible(next, when + ", " + broken.get());
                assertThat(broken.get().call().runRemaining(next)).as(when).isEmpty();
            }
        }
        proxy.heal();
        assertNothingLeft();
        return broken.isPresent() ? 1 : 0;
    }

    private long bytesOfListing() throws TransportException {
        TransportSession reader = newSession();
        reader.stat(NAME);
        proxy.heal();
        assertThat(listed(reader, "many")).hasSize(MANY);
        return proxy.bytes();
    }

    private TransportSession openSession(int port) throws Exception {
        return newSession(transport().complete(target(port), password().isPresent()));
    }

    private static Callable<?> probing(TransportSession session) {
        return session::probe;
    }

    /** On a thread of its own, so that a transport that waits for ever does not make the test do so. */
    private void assertTimesOut(Callable<?> call) throws Exception {
        long seconds = patience().multipliedBy(4).plusSeconds(5).toSeconds();
        assertThat(outcome(start(call), seconds).kind()).isEqualTo(FailureKind.TIMEOUT);
    }
}
