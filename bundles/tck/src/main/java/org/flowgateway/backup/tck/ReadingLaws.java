package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Laws 5 and 6 for single objects: absence is reported only when true, and contents are complete. */
abstract class ReadingLaws extends LawGroup {

    ReadingLaws(TransportLaws suite) {
        super(suite);
    }

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
}
