package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Law 14: a link creates only, and the two objects are independent. A store without links has nothing to keep but the first test. */
abstract class LinkingLaws extends LawGroup {

    private static final ObjectName FROM = new ObjectName("20260227_1546/packs/000000");
    private static final ObjectName TO = new ObjectName("20260228_0100/packs/000007");
    private static final BytesSource CONTENT = BytesSource.random(70_000, 1);

    LinkingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("12, 14: LINK is declared if and only if links are made; if none is made, nothing is changed")
    void linksAsDeclared() throws Exception {
        session().put(FROM, CONTENT);
        boolean linked = session().link(FROM, TO);
        assertThat(linked).as("a link was made, as LINK is declared").isEqualTo(declares(Capability.LINK));
        if (!linked) {
            assertAbsent(newSession(), TO);
            assertThat(listed(newSession(), "")).containsExactly("20260227_1546/");
            session().put(TO, BytesSource.random(10, 2));
        }
        assertHolds(newSession(), FROM, CONTENT);
    }

    @Test
    @DisplayName(
            "4, 14: a link is an object of its own in another directory, for every session, and its source is unchanged")
    void linksAreObjects() throws Exception {
        if (!linked()) {
            return;
        }
        for (TransportSession reader : new TransportSession[] {session(), newSession()}) {
            assertHolds(reader, FROM, CONTENT);
            assertHolds(reader, TO, CONTENT);
            assertThat(listed(reader, "20260227_1546/packs")).containsExactly("000000 70000");
            assertThat(listed(reader, "20260228_0100/packs")).containsExactly("000007 70000");
        }
    }

    @Test
    @DisplayName("2, 14: a link to a name with the same content is success, again and again")
    void sameContentIsSuccess() throws Exception {
        if (!linked()) {
            return;
        }
        assertThat(session().link(FROM, TO)).isTrue();
        assertThat(newSession().link(FROM, TO)).isTrue();
        session().put(name("stored/alike"), CONTENT);
        assertThat(session().link(FROM, name("stored/alike"))).isTrue();
        session().put(TO, CONTENT);
        assertHolds(newSession(), TO, CONTENT);
        assertHolds(newSession(), FROM, CONTENT);
    }

    @Test
    @DisplayName("14: a link to a name with other content is ALREADY_EXISTS, and both objects stay")
    void linksOverwriteNothing() throws Exception {
        if (!linked()) {
            return;
        }
        for (int size : new int[] {70_000, 69_999, 0}) {
            ObjectName taken = name("taken/" + size);
            BytesSource other = BytesSource.random(size, 2);
            session().put(taken, other);
            assertKind(failure(() -> session().link(FROM, taken)), FailureKind.ALREADY_EXISTS);
            assertHolds(newSession(), taken, other);
        }
        assertHolds(newSession(), FROM, CONTENT);
    }

    @Test
    @DisplayName("5, 14: a link of a missing object is NOT_FOUND, and creates nothing")
    void missingSourceIsNotFound() throws Exception {
        if (!linked()) {
            return;
        }
        assertKind(failure(() -> session().link(name("missing"), name("new/object"))), FailureKind.NOT_FOUND);
        assertKind(
                failure(() -> session().link(name("20260227_1546/packs"), name("new/object"))), FailureKind.NOT_FOUND);
        assertAbsent(newSession(), name("new/object"));
        assertThat(listed(newSession(), "new")).isEmpty();
    }

    @Test
    @DisplayName("9, 14: deleting either of two linked objects leaves the other")
    void deletingEitherLeavesTheOther() throws Exception {
        if (!linked()) {
            return;
        }
        session().delete(FROM);
        assertAbsent(newSession(), FROM);
        assertHolds(newSession(), TO, CONTENT);
        assertThat(session().link(TO, FROM)).isTrue();
        newSession().delete(FROM);
        assertHolds(newSession(), TO, CONTENT);
        session().put(FROM, BytesSource.random(10, 3));
        assertHolds(newSession(), TO, CONTENT);
    }

    @Test
    @DisplayName("9, 14: a link on a closed session is CLOSED")
    void closedSessionsLinkNothing() throws Exception {
        if (!linked()) {
            return;
        }
        TransportSession closed = newSession();
        closed.close();
        assertKind(failure(() -> closed.link(FROM, name("new"))), FailureKind.CLOSED);
        assertAbsent(session(), name("new"));
    }

    private boolean linked() throws TransportException {
        session().put(FROM, CONTENT);
        return session().link(FROM, TO);
    }

    private static void assertHolds(TransportSession reader, ObjectName name, BytesSource expected) throws IOException {
        assertThat(content(reader, name)).as("content of %s", name).isEqualTo(expected.bytes());
    }
}
