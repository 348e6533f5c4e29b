package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.MemoryTransport;
import org.junit.jupiter.api.Test;

/** Sessions of a job end with it and with their transport. */
class TransportLeaseTest {

    private static final ObjectName NAME = new ObjectName("name");
    private static final RetryPolicy POLICY =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO, Duration.ofMinutes(1));

    private final InstalledTransports transports = new InstalledTransports();
    private final MemoryTransport memory = new MemoryTransport();

    private TransportLease lease() {
        transports.addProvider(memory, Map.of(TransportProvider.SCHEME, "memory", "service.id", 1L));
        return new TransportLease(
                transports,
                transports.find("memory").orElseThrow(),
                new TransportTarget("memory", "far.example", "", "backups"),
                Optional.empty(),
                POLICY,
                notice -> {});
    }

    @Test
    void noSessionIsOpenedAfterTheJob() {
        TransportLease lease = lease();
        lease.close();
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(lease::open)
                .withMessageContaining("the job is over")
                .matches(failure -> failure.kind() == FailureKind.CLOSED);
    }

    @Test
    void noSessionIsOpenedOnAnUninstalledTransport() {
        try (TransportLease lease = lease()) {
            transports.removeProvider(memory);
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(lease::open)
                    .withMessageContaining("the transport was uninstalled while in use. Install it again");
        }
    }

    @Test
    void closedSessionIsNotOpenedAgain() throws Exception {
        try (TransportLease lease = lease()) {
            TransportSession session = lease.open();
            session.close();
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(() -> session.stat(NAME))
                    .withMessageContaining("The session was closed")
                    .matches(failure -> failure.kind() == FailureKind.CLOSED);
        }
    }

    @Test
    void streamThatFailsUnexpectedlyIsNamed() throws Exception {
        try (StallWatch watch = new StallWatch(POLICY);
                RetryingSession session = new RetryingSession(
                        () -> new UnimplementedSession() {
                            @Override
                            public InputStream read(ObjectName name) {
                                return new FailingStream();
                            }
                        },
                        "backups on far.example",
                        new RetryBudget(POLICY),
                        watch,
                        notice -> {})) {
            InputStream stream = session.read(NAME);
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(stream::read)
                    .withMessageStartingWith("name cannot be read from the target")
                    .withMessageNotContaining("canary");
        }
    }
}
