package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that a monitor records, and sessions that it closes. */
class CallMonitorTest {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final TransportTarget TARGET = new TransportTarget(MemoryTransport.SCHEME, "", "", "");

    private final MemoryTransport memory = new MemoryTransport().plant("d/object", new byte[9]);
    private final FaultyTransport faulty = new FaultyTransport(memory);
    private final CallMonitor monitor =
            new CallMonitor(new CallLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO));
    private final TransportProvider monitored = new MonitoredTransport(faulty, monitor);

    @AfterEach
    void closeMonitor() {
        monitor.close();
    }

    private TransportSession open() throws TransportException {
        return monitored.open(TARGET, Optional.empty());
    }

    @Test
    void failuresOfTheConnectionAreRecordedOnce() throws Exception {
        faulty.failOn(Call.STAT, name -> true, FailureKind.CONNECTION_LOST)
                .failOn(Call.OPEN, 2, FailureKind.UNREACHABLE)
                .failOn(Call.DELETE, name -> true, FailureKind.DENIED);
        TransportSession session = open();
        assertThatThrownBy(() -> session.stat(NAME)).isInstanceOf(TransportException.class);
        assertThatThrownBy(this::open).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> session.delete(NAME)).isInstanceOf(TransportException.class);
        assertThat(monitor.takeConnectionFailures())
                .extracting(TransportException::kind)
                .containsExactly(FailureKind.CONNECTION_LOST, FailureKind.UNREACHABLE);
        assertThat(monitor.takeConnectionFailures()).isEmpty();
    }

    @Test
    void failuresOfAStreamAreRecorded() throws Exception {
        faulty.failRead("d/object", 4, FailureKind.TIMEOUT);
        try (InputStream stream = open().read(NAME)) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(TransportException.class);
        }
        assertThat(monitor.takeConnectionFailures()).hasSize(1);
    }

    @Test
    void closedSessionHasNoConnectionToLose() throws Exception {
        faulty.failOn(Call.STAT, name -> true, FailureKind.CONNECTION_LOST);
        TransportSession session = open();
        session.close();
        assertThatThrownBy(() -> session.stat(NAME)).isInstanceOf(TransportException.class);
        assertThat(monitor.takeConnectionFailures()).isEmpty();
    }

    @Test
    void callThatGoesOnAfterCloseIsNoticed() throws Exception {
        TransportSession session = open();
        boolean[] noticed = new boolean[2];
        faulty.before(Call.STAT, name -> true, () -> {
            noticed[0] = monitor.hasCallAfterClose();
            session.close();
            noticed[1] = monitor.hasCallAfterClose();
        });
        assertThatThrownBy(() -> session.stat(NAME)).isInstanceOf(TransportException.class);
        assertThat(noticed).containsExactly(false, true);
        assertThat(monitor.hasCallAfterClose()).isFalse();
    }

    @Test
    void cancelledMonitorRefusesSessionsAndClosesThoseThatAreOpen() throws Exception {
        TransportSession session = open();
        Thread caller = Thread.currentThread();
        faulty.before(Call.CLOSE, name -> true, caller::interrupt);
        monitor.cancel();
        assertThat(awaitInterrupt()).isTrue();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CLOSED));
        session.close();
    }

    private static boolean awaitInterrupt() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Thread.interrupted()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void wrappersPassAllCallsOn() throws Exception {
        TransportSession session = open();
        session.put(new ObjectName("d/other"), ObjectSource.of(new byte[] {1, 2, 3}));
        try (InputStream stream = session.read(new ObjectName("d/other"))) {
            assertThat(stream.read()).isEqualTo(1);
            assertThat(stream.skip(1)).isEqualTo(1);
            assertThat(stream.readAllBytes()).containsExactly(3);
        }
        assertThat(session.probe())
                .isEqualTo(faulty.open(TARGET, Optional.empty()).probe());
        assertThat(session.list(Optional.of(new ObjectName("d")))).hasSize(2);
        assertThat(session.link(NAME, new ObjectName("d/link")))
                .isEqualTo(faulty.open(TARGET, Optional.empty()).link(NAME, new ObjectName("d/second")));
        session.delete(NAME);
        assertThat(session.stat(NAME)).isEmpty();
        assertThat(monitored).hasToString(faulty.toString());
    }
}
