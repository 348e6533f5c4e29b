package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 6 for listings: complete, one level, each entry once. */
abstract class ListingLaws extends LawGroup {

    private static final int MANY = 2_100;

    ListingLaws(TransportLaws suite) {
        super(suite);
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

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "A B",
                "UPPER",
                "a%20b",
                "a+b",
                "{c}",
                "#d",
                "e&f<g>",
                "x'y\"z",
                "back\\slash",
                "q?r*s",
                "semi;colon",
                "a=b,c",
                "~",
                "tab\there"
            })
    @DisplayName("6: a file that others stored is listed, whatever its name")
    void listsNamesOfOthers(String theirs) throws Exception {
        if (fixture().directory().isEmpty()) {
            return;
        }
        session().put(name("object"), BytesSource.random(10, 1));
        Path file = Files.write(fixture().directory().get().resolve(theirs), new byte[3]);
        List<ListEntry> listed = newSession().list(Optional.empty());
        Files.delete(file);
        assertThat(listed)
                .as("entries beside a file [%s]", theirs)
                .contains(ListEntry.object("object", 10))
                .hasSize(2);
        assertThat(listed)
                .anyMatch(entry -> entry.kind() == ListEntry.Kind.OTHER || entry.equals(ListEntry.object(theirs, 3)));
    }
}
