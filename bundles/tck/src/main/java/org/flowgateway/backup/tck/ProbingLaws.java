package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.spi.transport.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Laws 11 and 12, and the completion of targets: what a store says about itself. */
abstract class ProbingLaws extends LawGroup {

    ProbingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("12: a probe leaves nothing behind, can be repeated, and finds the same capabilities")
    void probeLeavesNothing() throws Exception {
        session().put(name("object"), BytesSource.random(10, 1));
        Probe probe = session().probe();
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
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            output.append('\n').append(trace);
        }
        // Neither is printed: the password may be a real one.
        fixture()
                .password()
                .ifPresent(secret -> assertThat(new SecretForms(secret).isIn(output.toString()))
                        .as("failures or toString hold the password, as it is or encoded")
                        .isFalse());
    }

    @Test
    @DisplayName("a completed target is complete")
    void completionIsStable() throws Exception {
        assertThat(transport().complete(completedTarget(), fixture().password().isPresent()))
                .isEqualTo(completedTarget());
    }

    @Test
    @DisplayName("15: each notice is returned once, by one session")
    void noticesAreReturnedOnce() throws Exception {
        session().put(name("d/object"), BytesSource.random(10, 1));
        newSession().probe();
        List<String> notices = session().notices();
        assertThat(notices).as("notices").doesNotHaveDuplicates().allMatch(notice -> !notice.isBlank());
        List<String> again = new ArrayList<>(session().notices());
        again.addAll(newSession().notices());
        assertThat(again).as("notices right after the first ones").isEmpty();
    }
}
