package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryTransportTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new MemoryTransport();
    }

    @Override
    protected TransportTarget target() {
        return new TransportTarget(MemoryTransport.SCHEME, "", "", "backups");
    }

    @Override
    protected Optional<String> password() {
        return Optional.of("canary-3f8a");
    }

    @Test
    @DisplayName("a limited store rejects objects above its capacity, and reports the free bytes")
    void bounded() throws Exception {
        MemoryTransport bounded = new MemoryTransport().capacity(100);
        try (TransportSession session = bounded.open(target(), Optional.empty())) {
            session.put(name("first"), BytesSource.random(60, 1));
            Probe probe = session.probe();
            assertThat(probe.freeBytes()).hasValue(40);
            assertThat(probe.capabilities()).contains(Capability.FREE_SPACE);
            assertThat(failure(() -> session.put(name("second"), BytesSource.random(41, 1)))
                            .kind())
                    .isEqualTo(FailureKind.NO_SPACE);
            session.put(name("second"), BytesSource.random(40, 1));
        }
        assertThat(bounded.objects()).containsOnlyKeys("backups/first", "backups/second");
    }

    @Test
    @DisplayName("objects can be replaced and removed without a session")
    void plantsAndLoses() throws Exception {
        MemoryTransport store = new MemoryTransport()
                .plant("backups/junk", new byte[3])
                .plant("backups/gone", new byte[4])
                .lose("backups/gone");
        try (TransportSession session = store.open(target(), Optional.empty())) {
            assertThat(listed(session, "")).containsExactly("junk 3");
        }
    }
}
