package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
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
 * Laws of a transport over an unreliable connection, which is cut, goes silent, or leads to another host, for transports over TCP. The
 * fixture has entrances, a timeout of some seconds, and an impostor unless hosts of this transport have no identity:
 *
 * <pre>{@code
 * class MyWireTest extends WireLaws {
 *     @Override protected TransportFixture newFixture() throws Exception {
 *         return TransportFixture.of(new MyTransport(waitingAtMost(4)), server.target(server.port()))
 *                 .withEntrances(port -> server.target(port), server.address())
 *                 .withTimeout(Duration.ofSeconds(4))
 *                 .withImpostor(new TlsImpostor(directory));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a {@link FaultProxy} of its own between the transport and the server.
 */
public abstract class WireLaws extends LawSuite {

    private static final Set<FailureKind> BROKEN =
            Set.of(FailureKind.CONNECTION_LOST, FailureKind.TIMEOUT, FailureKind.UNREACHABLE);
    private static final ObjectName NAME = new ObjectName("d/object");
    private static final BytesSource LARGE = BytesSource.random(8 * 1024 * 1024, 1);
    private static final int MANY = 2_100;
    /** Bytes that fill the buffers of a transport, so that its source ends after the last of them was sent. */
    private static final int WHOLE_BUFFERS = 1024 * 1024;
    /** Maximum of scripts that a test breaks. */
    private static final int MAX_CUTS = 40;

    private static final int MAX_SILENCES = 12;
    /** Minimum of the limit for the failure of a call that need not wait. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    /** The same limit as a multiple of the time that the whole script takes on this machine without a fault. */
    private static final int SCRIPTS_AT_ONCE = 10;

    private FaultProxy proxy;
    private Duration atOnce = AT_ONCE;

    /** Called by subclasses. */
    protected WireLaws() {}

    @Override
    protected abstract TransportFixture newFixture() throws Exception;

    @Override
    final TransportTarget firstTarget() throws Exception {
        proxy = new FaultProxy(fixture().servers().toArray(InetSocketAddress[]::new));
        return fixture().targetThrough(proxy.port());
    }

    @AfterEach
    final void closeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    @DisplayName(
            "1, 2, 5, 7: a connection that is cut at any step fails the call at once, without a retry, and the repeated call succeeds")
    void cut() throws Exception {
        everyStep(MAX_CUTS, BROKEN, (session, turn) -> proxy.cutAtTurn(turn));
    }

    @Test
    @DisplayName("1, 2, 5, 7: a lost reply fails the call, without a retry, and the repeated call resolves its outcome")
    void lostReply() throws Exception {
        everyStep(MAX_CUTS / 2, BROKEN, (session, turn) -> proxy.loseReplyAtTurn(turn));
    }

    @Test
    @DisplayName(
            "9: closing ends every call that waits for a silent server, at any step, and the repeated call succeeds")
    void closedInSilence() throws Exception {
        everyStep(
                MAX_SILENCES,
                Set.of(FailureKind.CLOSED),
                (session, turn) -> proxy.goSilentAtTurn(turn, session::close));
    }

    @Test
    @DisplayName("9: closing ends the first contact with a silent server")
    void closedAtFirstContact() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TransportSession session = openSession(silent.getLocalPort());
            Future<?> probe = start(probing(session));
            silent.accept();
            session.close();
            assertKind(outcome(probe, CLOSE_SECONDS), FailureKind.CLOSED);
        }
    }

    @Test
    @DisplayName("7: a port without a listener is UNREACHABLE, and the message names it")
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
    @DisplayName("7: a silent listener is a TIMEOUT within the limit")
    void silentFromTheStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTimesOut(probing(openSession(silent.getLocalPort())));
        }
    }

    @Test
    @DisplayName(
            "5, 7: a server that goes silent between two calls, in a put or in a read is a TIMEOUT within the limit")
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

    @Test
    @DisplayName("7: a call to a silent server is made once: at most one connection, and a failure within two timeouts")
    void noRetryInSilence() throws Exception {
        session().put(NAME, LARGE);
        List<TransportSession> sessions = List.of(newSession(), newSession(), newSession());
        for (TransportSession session : sessions) {
            session.stat(NAME);
        }
        proxy.goSilent();
        assertNotRepeated(() -> sessions.get(0).stat(NAME));
        assertNotRepeated(() -> sessions.get(1).list(Optional.empty()));
        assertNotRepeated(() -> {
            sessions.get(2).delete(NAME);
            return null;
        });
    }

    private void assertNotRepeated(Callable<?> call) throws Exception {
        int before = proxy.returns();
        long begin = System.nanoTime();
        assertTimesOut(call);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("duration of a call to a silent server")
                .isLessThan(fixture().timeout().multipliedBy(2));
        // A pool may replace a connection that was idle for long; a second attempt would take the time of both.
        assertThat(proxy.returns() - before)
                .as("connections to a silent server")
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cut", "silent"})
    @DisplayName("1, 4, 7: a put whose last reply never comes fails, or its object is there")
    void lastReplyNeverComes(String how) throws Exception {
        BytesSource source = BytesSource.random(WHOLE_BUFFERS, 7);
        Runnable fault = how.equals("cut") ? () -> proxy.cutAfter(0) : proxy::goSilentFromServer;
        TransportSession writer = newSession();
        writer.stat(NAME);
        Optional<TransportException> failure = Optional.empty();
        try {
            writer.put(NAME, source.runningAfter(WHOLE_BUFFERS, fault));
        } catch (TransportException e) {
            assertKind(e, BROKEN);
            failure = Optional.of(e);
        }
        if (failure.isEmpty()) {
            // Not by the proxy: once it is healed, it forwards what it held back.
            assertThat(content(directSession(), NAME))
                    .as("content of an object that was stored")
                    .isEqualTo(source.bytes());
        }
        proxy.heal();
        TransportSession next = newSession();
        next.put(NAME, source);
        assertThat(content(next, NAME)).isEqualTo(source.bytes());
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(longs = {1, 1_000, 5_000, 100_000, 4_000_000, 8_000_000})
    @DisplayName(
            "1, 7: a connection that is cut anywhere in a put shows no object, is not retried, and the next session stores")
    void cutInAPut(long after) throws Exception {
        TransportSession writer = newSession();
        proxy.cutAfter(after);
        assertKind(failure(() -> writer.put(NAME, LARGE)), BROKEN);
        assertThat(proxy.returns())
                .as("connections after the connection was cut")
                .isZero();
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
    @DisplayName("6, 7: a connection that is cut anywhere in a read fails it: never a shorter object, and no retry")
    void cutInARead(long after) throws Exception {
        session().put(NAME, LARGE);
        TransportSession reader = newSession();
        proxy.cutAfter(after);
        assertKind(failure(() -> content(reader, NAME)), BROKEN);
        assertThat(proxy.returns())
                .as("connections after the connection was cut")
                .isZero();
    }

    @Test
    @DisplayName("5, 6, 7: a connection that is cut in a listing of " + MANY
            + " objects, on any page, fails it: never a part, and no retry")
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
            assertThat(proxy.returns())
                    .as("connections after the connection was cut")
                    .isZero();
            proxy.heal();
        }
        assertThat(listed(newSession(), "many")).hasSize(MANY);
    }

    @Test
    @DisplayName("8: a host that is not the one it claims to be is HOST_IDENTITY, and receives no credential")
    void impostorReceivesNothing() throws Exception {
        Optional<Impostor> found = fixture().impostor();
        assumeTrue(found.isPresent(), "hosts of this transport have no identity that could be checked");
        Impostor impostor = found.get();
        try (TransportSession session = openSession(impostor.port())) {
            assertKind(failure(session::probe), FailureKind.HOST_IDENTITY);
        }
        assertThat(impostor.told()).as("what the impostor was told").isEmpty();
    }

    /** Fault of a session at a turn. */
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
        // The number of turns varies, so the last steps may not have been reached.
        assertThat(broken)
                .as("conversations that broke, of %s", turns / each)
                .isGreaterThanOrEqualTo(turns / each * 3 / 4);
    }

    private int turnsUndisturbed() throws IOException {
        proxy.heal();
        try (TransportSession session = newSession()) {
            long begin = System.nanoTime();
            assertThat(SessionScript.PROBE.runRemaining(session)).isEmpty();
            Duration scaled = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SCRIPTS_AT_ONCE);
            atOnce = scaled.compareTo(AT_ONCE) > 0 ? scaled : AT_ONCE;
        }
        return proxy.turns();
    }

    /** @return how often the script broke */
    private int runScript(String when, Set<FailureKind> kinds, Fault fault, int turn) throws Exception {
        Optional<SessionScript.FailedCall> broken;
        // A closed session may still be sending, as TLS does; those bytes are no turn of this script.
        proxy.cut();
        try (TransportSession session = newSession()) {
            fault.apply(session, turn);
            long begin = System.nanoTime();
            broken = SessionScript.PROBE.runRemaining(session);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(when).isLessThan(atOnce);
        }
        if (broken.isPresent()) {
            assertKind(broken.get().failure(), kinds);
            assertThat(proxy.returns())
                    .as("connections after the first one was lost, %s, %s", when, broken.get())
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

    private TransportSession directSession() throws Exception {
        return newSession(
                transport().complete(fixture().target(), fixture().password().isPresent()));
    }

    private TransportSession openSession(int port) throws Exception {
        return newSession(transport()
                .complete(fixture().targetThrough(port), fixture().password().isPresent()));
    }

    private static Callable<?> probing(TransportSession session) {
        return session::probe;
    }

    /** Asserts that a call times out. The call has its own thread, so a transport that hangs does not block the test. */
    private void assertTimesOut(Callable<?> call) throws Exception {
        long seconds = fixture().timeout().multipliedBy(4).plusSeconds(5).toSeconds();
        assertKind(outcome(start(call), seconds), FailureKind.TIMEOUT);
    }
}
