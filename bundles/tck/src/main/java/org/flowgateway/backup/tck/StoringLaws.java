package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 1 to 4: objects are whole or absent, never overwritten, as declared, and visible to all sessions. */
abstract class StoringLaws extends LawGroup {

    private static final int WRITERS = 8;
    private static final int PROCESSES = 3;
    private static final int ROUNDS = 5;
    private static final ObjectName NAME = new ObjectName("20260227_1546/packs/000000.tar.zst.pgp");

    StoringLaws(TransportLaws suite) {
        super(suite);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 65535, 65536, 65537, 8 * 1024 * 1024 + 3})
    @DisplayName("1, 4, 6: a stored object is listed and read by every session, byte for byte, at any size")
    void storesAnySize(int size) throws Exception {
        BytesSource source = BytesSource.random(size, size);
        session().put(NAME, source);
        for (TransportSession reader : List.of(session(), newSession())) {
            assertThat(reader.stat(NAME)).contains(ObjectAttributes.ofLength(size));
            assertThat(content(reader, NAME)).isEqualTo(source.bytes());
            assertThat(listed(reader, "20260227_1546/packs")).containsExactly("000000.tar.zst.pgp " + size);
        }
    }

    @Test
    @DisplayName("1: a reader never sees a part of an object that is being stored")
    void nothingPartialIsVisible() throws Exception {
        Latch latch = new Latch();
        BytesSource source = BytesSource.random(3 * 1024 * 1024, 1);
        CompletableFuture<?> put = start(() -> {
            session().put(NAME, source.pausingAfter(2 * 1024 * 1024, latch));
            return null;
        });
        latch.awaitReached(put);
        TransportSession reader = newSession();
        assertAbsent(reader, NAME);
        assertThat(listed(reader, "20260227_1546/packs")).isEmpty();
        latch.open();
        result(put);
        assertThat(content(reader, NAME)).isEqualTo(source.bytes());
    }

    @Test
    @DisplayName("1: repeated reads during a put see no object, and then the whole")
    void absentThenWhole() throws Exception {
        BytesSource source = BytesSource.random(8 * 1024 * 1024, 1);
        TransportSession reader = newSession();
        assertAbsent(reader, NAME);
        CompletableFuture<?> put = start(() -> {
            session().put(NAME, source);
            return null;
        });
        boolean stored = false;
        while (!stored) {
            stored = put.isDone();
            Optional<ObjectAttributes> found = reader.stat(NAME);
            if (found.isPresent()) {
                assertThat(found).contains(ObjectAttributes.ofLength(source.length()));
                assertThat(content(reader, NAME)).isEqualTo(source.bytes());
            }
            assertThat(listed(reader, "20260227_1546/packs")).isSubsetOf("000000.tar.zst.pgp " + source.length());
        }
        result(put);
        assertThat(reader.stat(NAME)).contains(ObjectAttributes.ofLength(source.length()));
    }

    @Test
    @DisplayName("1: of eight writers of one name one succeeds, and its content is stored")
    void oneOfManyWritersWins() throws Exception {
        List<BytesSource> sources = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            sources.add(BytesSource.random(100_000, writer));
        }
        List<Optional<FailureKind>> outcomes = race(sources);
        List<byte[]> winners = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            if (outcomes.get(writer).isEmpty()) {
                winners.add(sources.get(writer).bytes());
            } else {
                assertThat(outcomes.get(writer)).contains(FailureKind.ALREADY_EXISTS);
            }
        }
        assertThat(winners).as("writers that were told of success").isNotEmpty();
        if (declares(Capability.EXCLUSIVE_CREATE)) {
            assertThat(winners)
                    .as("with EXCLUSIVE_CREATE declared, one writer succeeds")
                    .hasSize(1);
            assertThat(content(newSession(), NAME)).isEqualTo(winners.get(0));
        }
    }

    @Test
    @DisplayName(
            "1, 12: of several processes that write one name at the same time, one succeeds, if EXCLUSIVE_CREATE is declared")
    void oneOfManyProcessesWins() throws Exception {
        if (fixture().providerFactory().isEmpty() || !declares(Capability.EXCLUSIVE_CREATE)) {
            return;
        }
        List<RivalWriter> rivals = new ArrayList<>();
        try {
            for (int seed = 0; seed < PROCESSES; seed++) {
                rivals.add(RivalWriter.start(fixture(), completedTarget(), seed));
            }
            for (RivalWriter rival : rivals) {
                rival.awaitReady();
            }
            for (int round = 0; round < ROUNDS; round++) {
                assertOneWins(rivals, name("round/" + round));
            }
        } finally {
            for (RivalWriter rival : rivals) {
                rival.close();
            }
        }
    }

    private void assertOneWins(List<RivalWriter> rivals, ObjectName name) throws IOException {
        for (RivalWriter rival : rivals) {
            rival.store(name);
        }
        List<byte[]> winners = new ArrayList<>();
        for (int seed = 0; seed < rivals.size(); seed++) {
            if (rivals.get(seed).hasStored()) {
                winners.add(RivalWriter.content(seed).bytes());
            }
        }
        assertThat(winners).as("processes that stored %s", name).hasSize(1);
        assertThat(content(newSession(), name)).isEqualTo(winners.get(0));
    }

    @Test
    @DisplayName("1: a name that is taken during a put is not overwritten")
    void nameTakenMeanwhile() throws Exception {
        Latch latch = new Latch();
        TransportSession late = newSession();
        CompletableFuture<?> put = start(() -> {
            late.put(NAME, BytesSource.random(200_000, 1).pausingAfter(100_000, latch));
            return null;
        });
        latch.awaitReached(put);
        BytesSource first = BytesSource.random(200_000, 2);
        session().put(NAME, first);
        latch.open();
        if (declares(Capability.EXCLUSIVE_CREATE)) {
            assertKind(outcome(put, DEADLINE_SECONDS), FailureKind.ALREADY_EXISTS);
            assertThat(content(newSession(), NAME)).isEqualTo(first.bytes());
        }
    }

    @Test
    @DisplayName("2: eight concurrent writers of one name with the same content all succeed")
    void sameContentAtOnceIsSuccessForAll() throws Exception {
        BytesSource source = BytesSource.random(100_000, 1);
        assertThat(race(Collections.nCopies(WRITERS, source))).allMatch(Optional::isEmpty);
        assertThat(content(newSession(), NAME)).isEqualTo(source.bytes());
    }

    @Test
    @DisplayName("2: the same content again is success")
    void sameContentAgainIsSuccess() throws Exception {
        BytesSource source = BytesSource.random(70_000, 1);
        session().put(NAME, source);
        session().put(NAME, source);
        newSession().put(NAME, source);
        assertThat(content(session(), NAME)).isEqualTo(source.bytes());
    }

    @ParameterizedTest(name = "{0} bytes over 70000")
    @ValueSource(ints = {70_000, 69_999, 70_001, 0})
    @DisplayName("2: other content under the same name is ALREADY_EXISTS, and the first stays")
    void otherContentIsRefused(int size) throws Exception {
        BytesSource first = BytesSource.random(70_000, 1);
        session().put(NAME, first);
        TransportSession other = newSession();
        assertKind(failure(() -> other.put(NAME, BytesSource.random(size, 2))), FailureKind.ALREADY_EXISTS);
        assertThat(content(session(), NAME)).isEqualTo(first.bytes());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"one byte short", "one byte long", "nothing of it", "another hash"})
    @DisplayName("3: a source that differs from its declaration is INTEGRITY, and nothing is visible")
    void dishonestSourceIsRefused(String how) throws Exception {
        BytesSource honest = BytesSource.random(200_000, 1);
        ObjectSource source = switch (how) {
            case "one byte short" -> honest.declaringLength(200_001);
            case "one byte long" -> honest.declaringLength(199_999);
            case "nothing of it" -> BytesSource.of(new byte[0]).declaringLength(200_000);
            default -> honest.declaringSha256(BytesSource.random(200_000, 2).sha256());
        };
        assertKind(failure(() -> session().put(NAME, source)), FailureKind.INTEGRITY);
        assertNothingButThenStores(honest);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"one byte short", "one byte long", "nothing of it", "breaks half way"})
    @DisplayName("3: a source that is vouched for is INTEGRITY too if it is shorter or longer than declared, or fails")
    void vouchingIsNoLicence(String how) throws Exception {
        BytesSource honest = BytesSource.random(200_000, 1).vouchedFor();
        ObjectSource source = switch (how) {
            case "one byte short" -> honest.declaringLength(200_001);
            case "one byte long" -> honest.declaringLength(199_999);
            case "nothing of it" -> BytesSource.of(new byte[0]).vouchedFor().declaringLength(200_000);
            default -> honest.failingAfter(100_000);
        };
        assertKind(failure(() -> session().put(NAME, source)), FailureKind.INTEGRITY);
        assertNothingButThenStores(honest);
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {0, 1, 150_000})
    @DisplayName("3: a source that fails is a permanent failure of the call, and nothing is visible")
    void brokenSourceIsAFailure(int count) throws Exception {
        BytesSource honest = BytesSource.random(200_000, 1);
        TransportException failure = failure(() -> session().put(NAME, honest.failingAfter(count)));
        assertThat(failure.kind().isTransient())
                .as("the store is not to blame, so trying again is no cure")
                .isFalse();
        assertThat(failure.kind())
                .as("the name is free, and must not be told as taken or missing")
                .isNotIn(FailureKind.ALREADY_EXISTS, FailureKind.NOT_FOUND);
        assertNothingButThenStores(honest);
    }

    @Test
    @DisplayName("1: a name may use all allowed characters and the maximum length")
    void storesUnderAnyName() throws Exception {
        List<ObjectName> names = List.of(
                name("a"),
                name("_-.z09"),
                name("a.b/c..d/-/_/0"),
                name("x".repeat(180)),
                name("d/".repeat(40) + "y".repeat(100)));
        for (int at = 0; at < names.size(); at++) {
            session().put(names.get(at), BytesSource.random(100 + at, at));
        }
        for (int at = 0; at < names.size(); at++) {
            assertThat(content(newSession(), names.get(at)))
                    .isEqualTo(BytesSource.random(100 + at, at).bytes());
        }
    }

    @Test
    @DisplayName("1: an object in the place of a directory is kept")
    void objectInTheWayIsKept() throws Exception {
        BytesSource object = BytesSource.random(10, 1);
        session().put(name("taken"), object);
        try {
            session().put(name("taken/below"), BytesSource.random(10, 2));
        } catch (TransportException e) {
            assertThat(e.kind())
                    .as("a store without such names says that the name is taken")
                    .isEqualTo(FailureKind.ALREADY_EXISTS);
        }
        assertThat(content(session(), name("taken"))).isEqualTo(object.bytes());
    }

    private void assertNothingButThenStores(BytesSource honest) throws IOException {
        TransportSession reader = newSession();
        assertAbsent(reader, NAME);
        assertThat(listed(reader, "20260227_1546/packs")).isEmpty();
        session().put(NAME, honest);
        assertThat(content(reader, NAME)).isEqualTo(honest.bytes());
    }

    private List<Optional<FailureKind>> race(List<BytesSource> sources) throws Exception {
        CyclicBarrier begin = new CyclicBarrier(sources.size());
        List<Future<Optional<FailureKind>>> writers = new ArrayList<>();
        for (BytesSource source : sources) {
            TransportSession writer = newSession();
            writers.add(start(() -> {
                begin.await(30, TimeUnit.SECONDS);
                try {
                    writer.put(NAME, source);
                    return Optional.empty();
                } catch (TransportException e) {
                    return Optional.of(e.kind());
                }
            }));
        }
        List<Optional<FailureKind>> outcomes = new ArrayList<>();
        for (Future<Optional<FailureKind>> writer : writers) {
            outcomes.add(result(writer));
        }
        return outcomes;
    }
}
