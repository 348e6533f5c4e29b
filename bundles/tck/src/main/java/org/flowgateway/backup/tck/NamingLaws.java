package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Laws 1, 4, 6 and 9 for names of which one is the beginning of another, as a store that searches by prefix mixes them up. */
abstract class NamingLaws extends LawGroup {

    /** Longer names before those that they begin with, so that the shorter ones are still missing. */
    private static final List<String> NAMES =
            List.of("d/a_b/a", "d/a-", "d/a.b", "d/ab", "d/a", "d.a/a", "d0", "d-", "da");

    NamingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("1, 4, 6: names that begin with one another are different objects")
    void prefixesAreDifferentObjects() throws Exception {
        for (String name : NAMES) {
            assertAbsent(session(), name(name));
            session().put(name(name), source(name));
        }
        TransportSession reader = newSession();
        for (String name : NAMES) {
            assertThat(reader.stat(name(name)))
                    .as(name)
                    .contains(ObjectAttributes.ofLength(source(name).length()));
            assertThat(content(reader, name(name)))
                    .as(name)
                    .isEqualTo(source(name).bytes());
        }
        assertThat(listed(reader, "")).containsExactly(entry("d-"), "d.a/", "d/", entry("d0"), entry("da"));
        assertThat(listed(reader, "d")).containsExactly("a 14", "a- 11", "a.b 12", "a_b/", "ab 13");
        assertThat(listed(reader, "d/a")).isEmpty();
        assertAbsent(reader, name("d/a_"));
        assertAbsent(reader, name("d"));
    }

    @Test
    @DisplayName("9: removing an object leaves those whose names begin with its name")
    void removingLeavesLongerNames() throws Exception {
        for (String name : NAMES) {
            session().put(name(name), source(name));
        }
        for (String name : NAMES) {
            session().delete(name(name));
            assertOnlyMissing(name);
            session().put(name(name), source(name));
        }
        session().delete(name("d"));
        session().delete(name("d/a_"));
        for (String name : NAMES) {
            assertThat(session().stat(name(name))).as(name).isPresent();
        }
    }

    private void assertOnlyMissing(String missing) throws TransportException {
        for (String name : NAMES) {
            assertThat(session().stat(name(name)).isPresent())
                    .as("%s is there, after %s was removed", name, missing)
                    .isEqualTo(!name.equals(missing));
        }
    }

    /** A source with a length of its own for each name. */
    private static BytesSource source(String name) {
        int number = NAMES.indexOf(name);
        return BytesSource.random(10 + number, number);
    }

    private static String entry(String name) {
        return name + ' ' + source(name).length();
    }
}
