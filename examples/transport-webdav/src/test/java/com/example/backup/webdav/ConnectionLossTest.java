package com.example.backup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connection that breaks at any step: the call fails with a transient kind, and succeeds when a new session repeats it.
 */
class ConnectionLossTest {

    private static final Set<FailureKind> BROKEN = Set.of(FailureKind.CONNECTION_LOST, FailureKind.TIMEOUT, FailureKind.UNREACHABLE);
    private static final ObjectName NAME = new ObjectName("d/object");
    private static final BytesSource CONTENT = BytesSource.random(100 * 1024, 1);
    private static final String ROOT = "root";
    /** Number of successive complete scripts after which there is no further step. */
    private static final int ENOUGH = 8;

    /** Calls in order. */
    private enum Call { PROBE, PUT, STAT, READ, LIST, DELETE }

    private interface Fault {
        void at(FaultProxy line, int turn);
    }

    @TempDir
    static Path base;

    private static ApacheServer server;

    private final WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.withTimeout(server.certificate().toString(), 10));

    @BeforeAll
    static void startServer() throws Exception {
        server = new ApacheServer(base, true);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void theLineIsCut() throws Exception {
        assertThat(everyStep(1, FaultProxy::cutAtTurn).keySet()).as("calls that broke").contains(Call.PROBE, Call.PUT, Call.READ, Call.DELETE);
    }

    @Test
    void theReplyIsLost() throws Exception {
        assertThat(everyStep(2, FaultProxy::loseReplyAtTurn).keySet()).as("calls that broke").contains(Call.PROBE, Call.PUT, Call.DELETE);
    }

    /** @return how often each call broke */
    private Map<Call, Integer> everyStep(int each, Fault fault) throws Exception {
        Map<Call, Integer> broken = new EnumMap<>(Call.class);
        // How requests and replies meet is not the same each time, so one that did not break is not yet the end.
        int unbroken = 0;
        for (int turn = 1; unbroken < ENOUGH; turn += each) {
            try (FaultProxy line = new FaultProxy(server.port())) {
                fault.at(line, turn);
                Optional<Call> failed = converse(line, Call.PROBE, turn);
                if (failed.isPresent()) {
                    broken.merge(failed.get(), 1, Integer::sum);
                    // The JDK's client repeats a GET, which both of these make.
                    int again = failed.get() == Call.PROBE || failed.get() == Call.READ ? 1 : 0;
                    assertThat(line.returns()).as("connections after step %s, %s", turn, failed.get()).isLessThanOrEqualTo(again);
                    line.cut();
                    assertThat(converse(line, failed.get(), turn)).as("step %s, %s made again", turn, failed.get()).isEmpty();
                }
                unbroken = failed.isPresent() ? 0 : unbroken + 1;
            }
            try (Stream<Path> files = Files.list(server.files().resolve(ROOT))) {
                assertThat(files.toList()).as("left behind by step %s", turn).isEqualTo(List.of());
            }
        }
        return broken;
    }

    /** Makes a call and all after it with one session; returns the one that failed. */
    private Optional<Call> converse(FaultProxy line, Call from, int turn) throws IOException {
        try (Secret password = new Secret(ApacheServer.PASSWORD.toCharArray());
                TransportSession session = transport.open(server.target("localhost", line.port(), ROOT), Optional.of(password))) {
            for (Call call : List.of(Call.values()).subList(from.ordinal(), Call.values().length)) {
                try {
                    make(call, session);
                } catch (TransportException e) {
                    assertThat(e.kind()).as("step %s, %s: %s", turn, call, e.getMessage()).isIn(BROKEN);
                    return Optional.of(call);
                }
            }
            return Optional.empty();
        }
    }

    private static void make(Call call, TransportSession session) throws IOException {
        switch (call) {
            case PROBE -> session.probe();
            case PUT -> session.put(NAME, CONTENT);
            case STAT -> assertThat(session.stat(NAME)).contains(ObjectAttributes.ofLength(CONTENT.length()));
            case READ -> {
                try (InputStream object = session.read(NAME)) {
                    assertThat(object.readAllBytes()).isEqualTo(CONTENT.bytes());
                }
            }
            case LIST -> assertThat(session.list(Optional.empty())).hasSize(1);
            case DELETE -> session.delete(NAME);
        }
    }
}
