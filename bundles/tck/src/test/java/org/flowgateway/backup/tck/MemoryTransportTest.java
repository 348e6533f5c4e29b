package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.tck.LawSuite.assertKind;
import static org.flowgateway.backup.tck.LawSuite.failure;
import static org.flowgateway.backup.tck.LawSuite.listed;
import static org.flowgateway.backup.tck.LawSuite.name;

import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryTransportTest extends TransportLaws {

    private static final TransportTarget TARGET = new TransportTarget(MemoryTransport.SCHEME, "", "", "backups");

    @Override
    protected TransportFixture newFixture() {
        MemoryTransport store = new MemoryTransport();
        return TransportFixture.of(store, TARGET)
                .withPassword("canary-3f8a")
                .withStoredNames(() -> List.copyOf(store.objects().keySet()));
    }

    @Test
    @DisplayName("a limited store rejects objects above its capacity, and reports the free bytes")
    void bounded() throws Exception {
        MemoryTransport bounded = new MemoryTransport().capacity(100);
        try (TransportSession session = bounded.open(TARGET, Optional.empty())) {
            session.put(name("first"), BytesSource.random(60, 1));
            Probe probe = session.probe();
            assertThat(probe.freeBytes()).hasValue(40);
            assertKind(failure(() -> session.put(name("second"), BytesSource.random(41, 1))), FailureKind.NO_SPACE);
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
        try (TransportSession session = store.open(TARGET, Optional.empty())) {
            assertThat(listed(session, "")).containsExactly("junk 3");
        }
    }
}
