package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.Future;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Laws of a transport without faults, and the effect of each fault. */
class FaultyTransportTest extends LawSuite {

    private static final TransportTarget TARGET = new TransportTarget(MemoryTransport.SCHEME, "", "", "backups");

    private final FaultyTransport faulty = new FaultyTransport(new MemoryTransport());
    private final BytesSource source = BytesSource.random(1000, 1);

    @Override
    protected TransportFixture newFixture() {
        return TransportFixture.of(faulty, TARGET);
    }

    /** Laws of a transport without faults. */
    @Nested
    class WithoutFaults extends TransportLaws {
        @Override
        protected TransportFixture newFixture() {
            return TransportFixture.of(new FaultyTransport(new MemoryTransport()), TARGET);
        }
    }

    @Test
    @DisplayName("the nth call fails without effect, those before and after succeed")
    void failsOnTheNthCall() throws Exception {
        faulty.failOn(Call.PUT, 2, FailureKind.NO_SPACE);
        session().put(name("a"), source);
        assertThat(failure(() -> session().put(name("b"), source)).kind()).isEqualTo(FailureKind.NO_SPACE);
        session().put(name("c"), source);
        assertThat(listed(session(), "")).containsExactly("a 1000", "c 1000");
    }

    @Test
    @DisplayName("every call for matching names fails until healed")
    void failsOnNames() throws Exception {
        faulty.failOn(Call.STAT, name -> name.startsWith("d/"), FailureKind.TIMEOUT);
        session().put(name("d/a"), source);
        assertThat(failure(() -> session().stat(name("d/a"))).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failure(() -> session().stat(name("d/a"))).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(session().stat(name("e"))).isEmpty();
        assertThat(faulty.heal().names(Call.STAT)).containsExactly("d/a", "d/a", "e");
        assertThat(session().stat(name("d/a"))).contains(ObjectAttributes.ofLength(1000));
    }

    @Test
    @DisplayName("a call can take effect and fail")
    void failsAfterTheEffect() throws Exception {
        faulty.failAfter(Call.PUT, 1, FailureKind.CONNECTION_LOST);
        assertThat(failure(() -> session().put(name("a"), source)).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
        assertThat(content(session(), name("a"))).isEqualTo(source.bytes());
    }

    @Test
    @DisplayName("a read can have a wrong bit, end early or fail")
    void damagesReads() throws Exception {
        for (String name : new String[] {"flipped", "short", "broken"}) {
            session().put(name(name), source);
        }
        faulty.corruptRead("flipped").truncateRead("short", 400).failRead("broken", 400, FailureKind.CONNECTION_LOST);
        byte[] flipped = source.bytes();
        flipped[500] ^= 1;
        assertThat(content(session(), name("flipped"))).isEqualTo(flipped);
        assertThat(content(session(), name("short"))).hasSize(400);
        assertThat(failure(() -> content(session(), name("broken"))).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    @DisplayName("a call can be stopped before it, and followed by an action")
    void stopsAtALatch() throws Exception {
        Latch before = new Latch();
        Latch after = new Latch();
        faulty.before(Call.PUT, "a"::equals, before).after(Call.PUT, "a"::equals, after);
        Future<?> put = start(() -> {
            session().put(name("a"), source);
            return null;
        });
        before.awaitReached();
        assertThat(newSession().stat(name("a"))).isEmpty();
        before.open();
        after.awaitReached();
        assertThat(put.isDone()).isFalse();
        assertThat(newSession().stat(name("a"))).isPresent();
        after.open();
        result(put);
    }

    @Test
    @DisplayName("a session that fails after it was opened is closed, and calls are recorded in order")
    void recordsCalls() throws TransportException {
        FaultyTransport outer = new FaultyTransport(faulty).failAfter(Call.OPEN, 1, FailureKind.UNREACHABLE);
        assertThat(failure(() -> outer.open(TARGET, Optional.empty())).kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(faulty.calls()).endsWith(new Call.Made(Call.OPEN, "backups"), new Call.Made(Call.CLOSE, ""));
        try (TransportSession session = outer.open(TARGET, Optional.empty())) {
            session.list(Optional.empty());
        }
        assertThat(outer.calls())
                .containsExactly(
                        new Call.Made(Call.OPEN, "backups"),
                        new Call.Made(Call.OPEN, "backups"),
                        new Call.Made(Call.LIST, ""),
                        new Call.Made(Call.CLOSE, ""));
    }
}
