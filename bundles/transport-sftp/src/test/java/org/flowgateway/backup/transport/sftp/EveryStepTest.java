package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.FaultProxy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A whole conversation, from the first byte to the removal of what was stored, whose line breaks at one step after the other: on the way
 * there, on the way back, or by nobody saying anything any more. The call that was under way is made again by a new session, and the
 * conversation goes on.
 */
@Timeout(120)
class EveryStepTest extends SftpFixture {

    private static final BytesSource CONTENT = BytesSource.random(100 * 1024, 1);
    private static final ObjectName DIRECTORY = name("d");
    private static final ObjectName NAME = name("d/object");
    private static final int PUT = 1;
    private static final int DELETE = 5;
    /** How long the transport waits for a server, and how soon a conversation must have ended that need not wait. */
    private static final int PATIENCE_SECONDS = 30;
    private static final int END_SECONDS = 10;

    /** One call, and what it gives. */
    private interface Call {
        void make(TransportSession on) throws IOException;
    }

    private static final List<Call> CALLS = List.of(
            TransportSession::probe,
            on -> on.put(NAME, CONTENT),
            on -> assertThat(on.stat(NAME)).contains(CONTENT.length()),
            on -> assertThat(content(on, NAME)).isEqualTo(CONTENT.bytes()),
            on -> assertThat(on.list(Optional.of(DIRECTORY))).containsExactly(new Listed("object", Listed.Kind.OBJECT, CONTENT.length())),
            on -> on.delete(NAME));

    /** A server under test. */
    enum Make { OPENSSH, MINA }

    private FaultProxy line;
    private SftpTransport transport;
    private Make make;

    private void start(Make one) throws Exception {
        make = one;
        if (make == Make.OPENSSH) {
            OpenSshServer server = ending(OpenSshServer.start(base.resolve("server")));
            line = ending(new FaultProxy(server.port()));
            transport = transport(configured().key(server.clientKey()).waiting(PATIENCE_SECONDS, PATIENCE_SECONDS));
        } else {
            line = ending(new FaultProxy(ending(new MinaServer(base).start()).port()));
            transport = transport(configured().waiting(PATIENCE_SECONDS, PATIENCE_SECONDS));
        }
    }

    private TransportSession open() throws TransportException {
        if (make == Make.OPENSSH) {
            return transport.open(target(line.port()), Optional.empty());
        }
        return transport.open(new TransportTarget("sftp", "127.0.0.1:" + line.port(), MinaServer.USERNAME, "backups"),
                Optional.of(new Secret(MinaServer.PASSWORD.toCharArray())));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a line that is cut before any step of a conversation is noticed at once, and the same call again is as if it had not been")
    void cut(Make server) throws Exception {
        everyStep(server, 1, FailureKind.CONNECTION_LOST, (session, turn) -> line.cutAtTurn(turn));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a step that was carried out, but whose reply is lost, is a lost connection, and the same call again is success")
    void lostReply(Make server) throws Exception {
        // The turn of a request and that of its reply are the same here.
        everyStep(server, 2, FailureKind.CONNECTION_LOST, (session, turn) -> line.loseReplyAtTurn(turn));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a session that is closed while the server is silent, at whatever step, ends, and the same call again is as if it had not been")
    void closedInSilence(Make server) throws Exception {
        everyStep(server, 5, FailureKind.CLOSED, (session, turn) -> line.goSilentAtTurn(turn, session::close));
    }

    /** What goes wrong with a session at a turn. */
    private interface Fault {
        void at(TransportSession session, int turn);
    }

    private void everyStep(Make server, int each, FailureKind kind, Fault fault) throws Exception {
        start(server);
        try (TransportSession undisturbed = open()) {
            assertThat(calls(undisturbed, 0)).isEmpty();
        }
        int turns = line.turns();
        int broken = 0;
        for (int turn = 1; turn <= turns; turn += each) {
            broken += converse("step " + turn + " of " + turns, kind, fault, turn);
        }
        // How requests and replies meet is not the same each time, so the last steps may not have been reached.
        assertThat(broken).as("conversations that broke, of " + turns / each).isGreaterThan(turns / each * 3 / 4);
    }

    /** @return how often it broke */
    private int converse(String when, FailureKind kind, Fault fault, int turn) throws IOException {
        Optional<Broken> first;
        try (TransportSession session = open()) {
            fault.at(session, turn);
            long begin = System.nanoTime();
            first = calls(session, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(when).isLessThan(Duration.ofSeconds(END_SECONDS));
            if (first.isPresent()) {
                assertThat(first.get().failure().kind()).as(when).isEqualTo(kind);
                assertThat(failure(() -> session.stat(NAME)).kind()).as("afterwards, " + when).isEqualTo(kind);
            }
        }
        line.cut();
        if (first.isPresent()) {
            goOn(first.get().call(), when + ", " + first.get().failure());
        }
        assertThat(onDisk()).as(when).isEmpty();
        return first.isPresent() ? 1 : 0;
    }

    private void goOn(int call, String when) throws IOException {
        try (TransportSession next = open()) {
            List<Listed> listed = next.list(Optional.of(DIRECTORY));
            assertThat(onDisk()).as(when).noneMatch(name -> name.endsWith(".tmp"));
            if (listed.isEmpty()) {
                assertThat(call).as("calls when nothing may be there, " + when).isIn(PUT - 1, PUT, DELETE);
            } else {
                assertThat(call).as("calls when something may be there, " + when).isGreaterThanOrEqualTo(PUT);
                assertThat(listed).as(when).containsExactly(new Listed("object", Listed.Kind.OBJECT, CONTENT.length()));
                assertThat(content(next, NAME)).as(when).isEqualTo(CONTENT.bytes());
            }
            assertThat(calls(next, call)).as(when).isEmpty();
        }
    }

    /** A call that failed, by its number. */
    private record Broken(int call, TransportException failure) {
    }

    private static Optional<Broken> calls(TransportSession on, int from) throws IOException {
        for (int at = from; at < CALLS.size(); at++) {
            try {
                CALLS.get(at).make(on);
            } catch (TransportException e) {
                return Optional.of(new Broken(at, e));
            }
        }
        return Optional.empty();
    }
}
