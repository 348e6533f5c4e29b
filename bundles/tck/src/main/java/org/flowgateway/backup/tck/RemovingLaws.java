package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Law 9, first half: removed objects are gone, with the directories that become empty. */
abstract class RemovingLaws extends LawGroup {

    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    RemovingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("9: removing the last object below a directory removes the empty directories, and no others")
    void emptyDirectoriesGo() throws Exception {
        session().put(name("a/b/c/one"), BytesSource.random(1, 1));
        session().put(name("a/b/c/two"), BytesSource.random(2, 1));
        session().put(name("a/three"), BytesSource.random(3, 1));
        session().delete(name("a/b/c/one"));
        assertThat(listed(newSession(), "a/b/c")).containsExactly("two 2");
        session().delete(name("a/b/c/two"));
        assertThat(listed(newSession(), "a")).containsExactly("three 3");
        session().delete(name("a/three"));
        assertThat(listed(newSession(), "")).isEmpty();
    }

    @Test
    @DisplayName("9: removing a missing object is success, and changes nothing else")
    void removingNothingIsSuccess() throws Exception {
        session().put(name("d/object"), BytesSource.random(1, 1));
        session().delete(name("missing"));
        session().delete(name("missing/below"));
        session().delete(name("d/missing"));
        session().delete(name("d"));
        session().delete(name("d/object/below"));
        assertThat(listed(newSession(), "d")).containsExactly("object 1");
    }

    @Test
    @DisplayName("9: a removed name can be used for other content")
    void removedNamesAreFree() throws Exception {
        session().put(name("d/object"), BytesSource.random(10, 1));
        newSession().delete(name("d/object"));
        assertAbsent(session(), name("d/object"));
        session().put(name("d/object"), BytesSource.random(20, 2));
        assertThat(content(newSession(), name("d/object")))
                .isEqualTo(BytesSource.random(20, 2).bytes());
    }

    @Test
    @DisplayName("9: directories that are created and removed by many writers fail none of them")
    void storingAndRemovingSideBySide() throws Exception {
        CyclicBarrier begin = new CyclicBarrier(THREADS);
        List<Future<Integer>> workers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            TransportSession own = newSession();
            ObjectName name = name("shared/deep/" + thread);
            BytesSource source = BytesSource.random(100, thread);
            workers.add(start(() -> {
                begin.await(30, TimeUnit.SECONDS);
                for (int round = 0; round < ROUNDS; round++) {
                    own.put(name, source);
                    assertThat(own.stat(name)).contains(ObjectAttributes.ofLength(100));
                    own.delete(name);
                    assertThat(own.stat(name)).isEmpty();
                }
                return ROUNDS;
            }));
        }
        for (Future<Integer> worker : workers) {
            assertThat(result(worker)).isEqualTo(ROUNDS);
        }
        assertThat(listed(session(), "")).isEmpty();
    }
}
