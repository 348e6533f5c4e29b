package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cost of wrong logins, with a realm whose duration a test controls. */
class LoginGuardTest {

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final TestClock clock = new TestClock("2026-11-30T12:00:00Z");
    private final SlowRealm realm = new SlowRealm();
    private final LoginGuard guard = new LoginGuard(realm, clock, new SecureRandom());
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        realm.pace.release(1000);
        clients.shutdownNow();
    }

    @Test
    void excessWrongLoginsAreRefusedAtOnce() throws Exception {
        realm.pace.release();
        assertThat(login("admin", "right", ELSEWHERE)).isPresent();

        List<Future<Integer>> answers = attack(60, HERE, index -> "wrong" + index);

        // The realm is still blocked, and yet all but two are answered.
        awaitDone(answers, 60 - LoginCheckPool.MAX_CHECKS_PER_ADDRESS);
        await(() -> realm.inside.get() == LoginCheckPool.MAX_CHECKS_PER_ADDRESS);
        assertThat(login("admin", "right", ELSEWHERE).orElseThrow().repeated()).isTrue();
        assertThat(login("admin", "right", HERE)).isPresent();
        realm.pace.release(2);
        assertThat(statuses(answers)).containsOnly(401, 429).hasSize(60);
    }

    @Test
    void oneAddressLeavesRoomForAnother() throws Exception {
        awaitDone(attack(10, HERE, index -> "wrong" + index), 8);
        assertThatThrownBy(() -> login("admin", "right", HERE))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContainingAll("others are being checked", "Try again in 1 s")
                .hasMessageNotContaining("wrong");
        Future<Integer> other = clients.submit(() -> status("admin", "right", ELSEWHERE));
        await(() -> realm.inside.get() == 3);

        realm.pace.release(3);

        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void theSameLoginIsCheckedOnceForAllThatBringItAtATime() throws Exception {
        List<Future<Integer>> answers = attack(8, HERE, index -> "right");
        await(() -> realm.inside.get() == 1);

        realm.pace.release(8);

        assertThat(statuses(answers)).containsOnly(200).hasSize(8);
    }

    @Test
    void wrongPasswordsMakeAnAccountWaitAtThatAddressOnly() {
        realm.pace.release(1000);
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThat(login("admin", "wrong" + i, HERE)).isEmpty();
        }

        assertThatThrownBy(() -> login("admin", "right", HERE))
                .isInstanceOfSatisfying(RequestRejectedException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(refused.retrySeconds()).isEqualTo(1);
                    assertThat(refused).hasMessageContainingAll("wrong passwords", "Try again in 1 s");
                });
        assertThat(login("admin", "right", ELSEWHERE)).isPresent();
        assertThat(login("operator", "right", HERE)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(login("admin", "wrong again", HERE)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> login("admin", "right!", HERE)).isInstanceOf(RequestRejectedException.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(login("admin", "right", HERE)).isPresent();
        assertThat(login("admin", "wrong", HERE)).isEmpty();
    }

    @Test
    void noPauseIsLong() {
        realm.pace.release(1000);
        for (int i = 0; i < 100; i++) {
            login("admin", "wrong" + i, HERE);
            clock.advance(LoginThrottle.MAX_PAUSE);
        }

        assertThat(login("admin", "right", HERE)).isPresent();
    }

    @Test
    void theSameWrongPasswordCountsOnce() {
        realm.pace.release(1000);

        for (int i = 0; i < 50; i++) {
            assertThat(login("admin", "old", HERE)).isEmpty();
        }
        assertThat(login("admin", "right", HERE)).isPresent();
    }

    @Test
    void aRememberedLoginWorksDuringAPause() {
        realm.pace.release(1000);
        assertThat(login("admin", "right", HERE)).isPresent();
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThat(login("admin", "wrong" + i, HERE)).isEmpty();
        }

        assertThatThrownBy(() -> login("admin", "wrong", HERE)).isInstanceOf(RequestRejectedException.class);
        assertThat(login("admin", "right", HERE)).isPresent();
    }

    @Test
    void changedPasswordIsRejectedAtOnce() {
        realm.pace.release(1000);
        assertThat(login("admin", "right", HERE)).isPresent();

        realm.right = "changed";

        assertThat(login("admin", "right", HERE)).isEmpty();
        assertThat(login("admin", "changed", HERE).orElseThrow().repeated()).isFalse();
    }

    @Test
    void ipv6NetworkCountsAsOneClient() {
        assertThat(LoginThrottle.network("2001:db8:1:2:0:0:0:9"))
                .isEqualTo(LoginThrottle.network("2001:db8:1:2:ffff:0:0:1"))
                .isNotEqualTo(LoginThrottle.network("2001:db8:1:3:0:0:0:9"));
        assertThat(LoginThrottle.network(HERE)).isEqualTo(HERE);
    }

    private List<Future<Integer>> attack(int times, String address, java.util.function.IntFunction<String> password) {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int index = i;
            answers.add(clients.submit(() -> status("admin", password.apply(index), address)));
        }
        return answers;
    }

    private int status(String user, String password, String address) {
        try {
            return login(user, password, address).isPresent() ? 200 : 401;
        } catch (RequestRejectedException e) {
            return e.status();
        }
    }

    private Optional<LoginGuard.Login> login(String user, String password, String address) {
        String header =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        try (BasicCredentials credentials = BasicCredentials.parse(header).orElseThrow()) {
            return guard.login(credentials, address);
        }
    }

    private static List<Integer> statuses(List<Future<Integer>> answers) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get(60, TimeUnit.SECONDS));
        }
        return statuses;
    }

    private static void awaitDone(List<Future<Integer>> answers, int count) {
        await(() -> answers.stream().filter(Future::isDone).count() == count);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /** Realm with one password for all users. It answers when a test permits; at once for a login that was right before. */
    private static final class SlowRealm extends UserRealm {

        private final Semaphore pace = new Semaphore(0);
        private final AtomicInteger inside = new AtomicInteger();
        private volatile String right = "right";
        private volatile String remembered = "";

        @Override
        Optional<Set<UserRole>> login(BasicCredentials credentials) {
            String password = new String(credentials.password());
            if (password.equals(right) && password.equals(remembered)) {
                return Optional.of(Set.of(UserRole.ADMIN));
            }
            inside.incrementAndGet();
            try {
                pace.acquireUninterruptibly();
            } finally {
                inside.decrementAndGet();
            }
            if (!password.equals(right)) {
                return Optional.empty();
            }
            remembered = password;
            return Optional.of(Set.of(UserRole.ADMIN));
        }
    }
}
