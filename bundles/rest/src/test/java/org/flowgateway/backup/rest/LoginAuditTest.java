package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.Test;

/** Logins over HTTPS that are recorded in the audit log. */
class LoginAuditTest {

    private static final Actor ADMIN = new Actor("admin", "192.0.2.7");
    private static final String PATH = "mgmt.gateway_backup/1.0/backup";

    private final List<AuditEvent> audited = new ArrayList<>();
    private final TestClock clock = new TestClock("2026-02-27T15:46:26Z");
    private final LoginAudit trail = new LoginAudit(audited::add, clock);

    private List<String> results() {
        return audited.stream().map(AuditEvent::result).toList();
    }

    @Test
    void repeatedLoginIsOneLineUntilItIsIdle() {
        for (int request = 0; request < 100; request++) {
            trail.loggedIn(ADMIN);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(results()).containsExactly("OK");
        trail.loggedIn(new Actor("admin", "192.0.2.8"));
        trail.loggedIn(new Actor("other", "192.0.2.7"));
        assertThat(audited).hasSize(3);
        clock.advance(Duration.ofMinutes(16));
        trail.loggedIn(ADMIN);
        assertThat(audited).hasSize(4);
    }

    @Test
    void eachWrongLoginIsALineAndTheNextRightOne() {
        trail.loggedIn(ADMIN);
        trail.loginRefused(ADMIN, RequestRejectedException.credentialsWrong());
        trail.loginRefused(ADMIN, RequestRejectedException.credentialsWrong());
        trail.loggedIn(ADMIN);
        assertThat(results()).containsExactly("OK", "FAILED", "FAILED", "OK");
        assertThat(audited).allSatisfy(event -> assertThat(event.action()).isEqualTo(AuditEvent.Action.LOGIN));
    }

    @Test
    void uncheckedLoginsDoNotFloodTheLog() {
        for (int request = 0; request < 100; request++) {
            trail.loginRefused(ADMIN, RequestRejectedException.tooManyWrongLogins(Duration.ofSeconds(request)));
        }
        for (int request = 0; request < 100; request++) {
            trail.loginRefused(ADMIN, RequestRejectedException.tooManyConcurrentLogins(Duration.ofSeconds(1)));
        }
        assertThat(results()).containsExactly("REFUSED: too many wrong logins", "REFUSED: too many logins at a time");
    }

    @Test
    void requestsSayWhoMadeThem() {
        RestGateway gateway = new RestGateway();
        assertThat(gateway.get(PATH, RestGateway.VIEWER).status()).isEqualTo(200);
        assertThat(gateway.post(PATH, RestGateway.VIEWER, "{}").status()).isEqualTo(403);
        assertThat(gateway.get(PATH, "nobody:x").status()).isEqualTo(401);
        assertThat(gateway.get(PATH, null).status()).isEqualTo(401);
        assertThat(gateway.audited.stream().map(event -> event.action() + " " + event.object() + " " + event.result()))
                .containsExactly(
                        "LOGIN api OK", "START POST " + PATH + " REFUSED: this user may only read", "LOGIN api FAILED");
        assertThat(gateway.audited)
                .element(2)
                .extracting(event -> event.actor().user())
                .isEqualTo("nobody");
    }
}
