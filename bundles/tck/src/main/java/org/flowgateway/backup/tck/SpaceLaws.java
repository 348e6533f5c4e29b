package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws about what a store keeps: a full store, names that failed and closed calls leave behind, retention. */
abstract class SpaceLaws extends LawGroup {

    private static final ObjectName NAME = new ObjectName("object");
    private static final int MIB = 1024 * 1024;
    private static final int ROUNDS = 3;
    private static final int RETENTION_SECONDS = 5;

    SpaceLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName(
            "1: an object for which a store is too full is NO_SPACE, nothing of it is visible, and its space is free again")
    void fullStoresRefuse() throws Exception {
        if (fixture().fullStore().isEmpty()) {
            return;
        }
        TransportFixture.FullStore full = fixture().fullStore().get();
        TransportSession session = newSession(
                transport().complete(full.target(), fixture().password().isPresent()));
        session.probe();
        long tooMuch = (full.freeBytes() / MIB + 2L) * MIB;
        assertKind(
                failure(() -> session.put(NAME, new PatternSource(tooMuch, Long.MAX_VALUE, () -> {}))),
                FailureKind.NO_SPACE);
        assertAbsent(session, NAME);
        assertThat(listed(session, "")).isEmpty();
        BytesSource half = BytesSource.random(full.freeBytes() / 2, 1);
        session.put(NAME, half);
        assertThat(content(session, NAME)).isEqualTo(half.bytes());
        session.delete(NAME);
    }

    @Test
    @DisplayName("12: free space does not grow by storing")
    void freeSpaceDoesNotGrow() throws Exception {
        OptionalLong first = session().probe().freeBytes();
        if (first.isEmpty()) {
            return;
        }
        int grown = 0;
        long before = first.getAsLong();
        // Other users of the store may release space meanwhile, but not each time as much.
        for (int round = 0; round < ROUNDS; round++) {
            session().put(name("round/" + round), BytesSource.random(MIB, round));
            long after = session().probe().freeBytes().orElseThrow();
            grown += after > before ? 1 : 0;
            before = after;
        }
        assertThat(grown).as("times that free space grew by storing").isLessThan(ROUNDS);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"breaks half way", "is too short", "is too long", "has another hash", "is refused"})
    @DisplayName("1, 3: a put that failed leaves nothing in the store")
    void failedPutsLeaveNothing(String source) throws Exception {
        if (fixture().storedNames().isEmpty()) {
            return;
        }
        BytesSource honest = BytesSource.random(300_000, 1);
        ObjectSource faulty = switch (source) {
            case "breaks half way" -> honest.failingAfter(200_000);
            case "is too short" -> honest.declaringLength(300_001);
            case "is too long" -> honest.declaringLength(299_999);
            case "has another hash" ->
                honest.declaringSha256(BytesSource.random(1, 2).sha256());
            default -> honest;
        };
        if (source.equals("is refused")) {
            session().put(NAME, BytesSource.random(10, 2));
        }
        List<String> before = fixture().storedNames().get();
        failure(() -> session().put(NAME, faulty));
        assertThat(fixture().storedNames().get()).isEqualTo(before);
    }

    @Test
    @DisplayName("9: what a closed put left in a directory goes with the last object of that directory")
    void closedPutsAreSwept() throws Exception {
        if (fixture().storedNames().isEmpty()) {
            return;
        }
        Latch latch = new Latch();
        TransportSession closed = newSession();
        CompletableFuture<?> put = start(() -> {
            closed.put(name("d/object"), BytesSource.random(8 * MIB, 1).pausingAfter(4 * MIB, latch));
            return null;
        });
        latch.awaitReached(put);
        closed.close();
        latch.open();
        assertKind(outcome(put, CLOSE_SECONDS), FailureKind.CLOSED);
        session().put(name("d/other"), BytesSource.random(10, 1));
        session().delete(name("d/other"));
        assertNothingLeft();
    }

    @Test
    @DisplayName("9: nothing is left in the store after the last object was deleted")
    void lastDeleteLeavesNothing() throws Exception {
        List<ObjectName> names = List.of(name("a"), name("d/b"), name("d/e/c"), name("f/g/h"));
        for (ObjectName name : names) {
            session().put(name, BytesSource.random(1_000, 1));
        }
        for (ObjectName name : names) {
            newSession().delete(name);
        }
        assertNothingLeft();
    }

    @Test
    @DisplayName("12: retention is honoured if it is declared; otherwise it is UNSUPPORTED, and nothing is stored")
    void retentionIsHonouredOrRefused() throws Exception {
        PutOptions options = PutOptions.NONE.withRetentionUntil(Instant.now().plusSeconds(RETENTION_SECONDS));
        BytesSource source = BytesSource.random(1_000, 1);
        if (declares(Capability.RETENTION)) {
            session().put(NAME, source, options);
            failure(() -> session().delete(NAME));
        } else {
            assertKind(failure(() -> session().put(NAME, source, options)), FailureKind.UNSUPPORTED);
            assertAbsent(newSession(), NAME);
            assertThat(listed(newSession(), "")).isEmpty();
            session().put(NAME, source, PutOptions.NONE);
        }
        assertThat(content(newSession(), NAME)).isEqualTo(source.bytes());
    }
}
