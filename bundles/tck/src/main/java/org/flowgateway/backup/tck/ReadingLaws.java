package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Laws 5, 6 and 12: absence is reported only when true, listings and contents are complete, capabilities are true. */
abstract class ReadingLaws extends StoringLaws {

    private static final int MANY = 2_100;

    @Test
    @DisplayName("5: a missing object is absent: NOT_FOUND, no length, an empty listing")
    void missingIsAbsent() throws Exception {
        assertAbsent(session(), name("missing"));
        assertAbsent(session(), name("missing/below"));
        assertThat(listed(session(), "")).isEmpty();
        assertThat(listed(session(), "missing")).isEmpty();
    }

    @Test
    @DisplayName("5: a directory is no object, and an object has no children")
    void directoriesAreNoObjects() throws Exception {
        session().put(name("d/object"), BytesSource.random(5, 1));
        assertAbsent(session(), name("d"));
        assertAbsent(session(), name("d/object/below"));
        assertThat(listed(session(), "d/object")).isEmpty();
    }

    @Test
    @DisplayName("6: a listing has one level: objects with their length, directories once")
    void listsOneLevel() throws Exception {
        session().put(name("d/one"), BytesSource.random(1, 1));
        session().put(name("d/e/two"), BytesSource.random(2, 1));
        session().put(name("d/e/f/three"), BytesSource.random(3, 1));
        session().put(name("d-other"), BytesSource.random(4, 1));
        assertThat(listed(newSession(), "")).containsExactly("d-other 4", "d/");
        assertThat(listed(newSession(), "d")).containsExactly("e/", "one 1");
        assertThat(listed(newSession(), "d/e")).containsExactly("f/", "two 2");
    }

    @Test
    @DisplayName("6: a listing passes each entry once, and ends with its consumer's exception")
    void listsOneByOne() throws Exception {
        for (int number = 0; number < 20; number++) {
            session().put(name("d/%02d".formatted(number)), BytesSource.random(number, number));
        }
        List<ListEntry> listed = new ArrayList<>();
        session().list(Optional.of(name("d")), listed::add);
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(session().list(Optional.of(name("d"))))
                .hasSize(20);
        TransportException enough = new TransportException(FailureKind.UNKNOWN, "That is enough");
        AtomicInteger given = new AtomicInteger();
        assertThat(failure(() -> session().list(Optional.of(name("d")), entry -> {
                    given.incrementAndGet();
                    throw enough;
                })))
                .isSameAs(enough);
        assertThat(given).as("entries that were given after that").hasValue(1);
        assertThat(listed(session(), "d"))
                .as("the session can be used after that")
                .hasSize(20);
    }

    @Test
    @DisplayName("6: a listing is complete, also of " + MANY + " objects")
    void listsMany() throws Exception {
        Set<String> objects = new TreeSet<>();
        for (int number : IntStream.range(0, MANY).toArray()) {
            session().put(name("many/%06d".formatted(number)), BytesSource.random(number % 7, number));
            objects.add("%06d %d".formatted(number, number % 7));
        }
        assertThat(listed(newSession(), "many")).containsExactlyElementsOf(objects);
    }

    @Test
    @DisplayName("6: an object can be read in any steps, by several readers at once, and closed at any byte")
    void readsInSteps() throws Exception {
        ObjectName object = name("object");
        byte[] bytes = BytesSource.random(300_000, 1).bytes();
        session().put(object, BytesSource.of(bytes));
        try (InputStream first = session().read(object);
                InputStream second = newSession().read(object)) {
            assertThat(first.read()).isEqualTo(Byte.toUnsignedInt(bytes[0]));
            assertThat(second.readAllBytes()).isEqualTo(bytes);
            assertThat(second.read()).as("the end stays the end").isEqualTo(-1);
            assertThat(first.readNBytes(1000)).isEqualTo(Arrays.copyOfRange(bytes, 1, 1001));
            assertThat(first.skip(0)).isZero();
            assertThat(first.read(new byte[0])).isZero();
        }
        assertThat(content(session(), object))
                .as("after a stream that was left off")
                .isEqualTo(bytes);
    }

    @Test
    @DisplayName("10: a session on a directory below sees the same objects, and no others")
    void directoriesBelowAreTargetsToo() throws Exception {
        BytesSource source = BytesSource.random(10, 1);
        session().put(name("sub/object"), source);
        session().put(name("subordinate"), BytesSource.random(20, 1));
        TransportSession below =
                newSession(completedTarget().withPath(completedTarget().path() + "/sub"));
        assertThat(content(below, name("object"))).isEqualTo(source.bytes());
        assertThat(listed(below, "")).containsExactly("object 10");
        below.put(name("second"), source);
        assertThat(listed(session(), "sub")).containsExactly("object 10", "second 10");
    }

    @Test
    @DisplayName("12: a probe leaves nothing behind, can be repeated, and reports free space exactly if it declares it")
    void probeLeavesNothing() throws Exception {
        session().put(name("object"), BytesSource.random(10, 1));
        Probe probe = session().probe();
        assertThat(probe.freeBytes().isPresent()).isEqualTo(probe.capabilities().contains(Capability.FREE_SPACE));
        assertThat(newSession().probe().capabilities()).isEqualTo(probe.capabilities());
        assertThat(listed(newSession(), "")).containsExactly("object 10");
    }

    @Test
    @DisplayName("11: neither failures nor toString hold the password")
    void secretsStaySecret() throws Exception {
        session().put(name("object"), BytesSource.random(10, 1));
        List<Throwable> failures = List.of(
                failure(() -> session().put(name("object"), BytesSource.random(11, 1))),
                failure(() -> session().read(name("missing"))),
                failure(() ->
                        session().put(name("short"), BytesSource.random(10, 1).declaringLength(11))));
        StringBuilder output =
                new StringBuilder().append(session()).append(transport()).append(completedTarget());
        for (Throwable failure : failures) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                output.append('\n').append(cause);
            }
        }
        // Neither is printed: the password may be a real one.
        password()
                .ifPresent(secret -> assertThat(output.toString().contains(secret))
                        .as("the password is told")
                        .isFalse());
    }

    @Test
    @DisplayName("a completed target is complete")
    void completionIsStable() throws Exception {
        assertThat(transport().complete(completedTarget(), password().isPresent()))
                .isEqualTo(completedTarget());
    }
}
