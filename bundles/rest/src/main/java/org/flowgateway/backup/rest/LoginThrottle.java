package org.flowgateway.backup.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pauses after wrong passwords, per account and network address (NIST SP 800-63B, 5.2.2). Thread-safe.
 *
 * <p>The first wrong passwords cost nothing, and a repeated one is not counted: people mistype, and clients retry by themselves. Each further
 * one doubles the pause, up to {@link #MAX_PAUSE}, so that nobody can lock an account for long. An IPv6 client owns a /64, which counts as one
 * address.
 */
final class LoginThrottle {

    /** Different wrong passwords without a pause. */
    static final int FREE_FAILURES = 5;

    static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** Time without a further failure after which failures are forgotten. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private static final int MAX_ACCOUNTS = 4096;
    private static final int MAX_NAME = 64;

    private final Clock clock;
    private final Map<String, Failures> accounts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ACCOUNTS;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Returns the remaining pause for logins of an account from an address; zero for none. */
    synchronized Duration pause(String user, String address) {
        Failures failures = accounts.get(key(user, address));
        Duration left = failures == null ? Duration.ZERO : Duration.between(clock.instant(), failures.pausedUntil);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Counts a wrong password, unless the same one was counted before.
     *
     * @param fingerprint identity of the wrong password
     */
    synchronized void failed(String user, String address, String fingerprint) {
        Instant now = clock.instant();
        Failures failures = accounts.computeIfAbsent(key(user, address), key -> new Failures(now));
        if (failures.latest.plus(FORGOTTEN).isBefore(now)) {
            failures.fingerprints.clear();
            failures.count = 0;
        }
        failures.latest = now;
        if (!failures.fingerprints.add(fingerprint)) {
            return;
        }
        failures.count++;
        if (failures.count >= FREE_FAILURES) {
            failures.fingerprints.clear();
            failures.fingerprints.add(fingerprint);
            long seconds = 1L << Math.min(failures.count - FREE_FAILURES, 5);
            failures.pausedUntil = now.plus(Duration.ofSeconds(Math.min(seconds, MAX_PAUSE.toSeconds())));
        }
    }

    /** Forgets the failures of an account from an address. */
    synchronized void succeeded(String user, String address) {
        accounts.remove(key(user, address));
    }

    /** Returns the part of an address that one client owns. */
    static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length == 8 ? String.join(":", groups[0], groups[1], groups[2], groups[3]) + "::/64" : address;
    }

    private static String key(String user, String address) {
        return network(address) + " " + (user.length() > MAX_NAME ? user.substring(0, MAX_NAME) : user);
    }

    /** Wrong passwords of one account from one address. */
    private static final class Failures {

        private final Set<String> fingerprints = new HashSet<>();
        private int count;
        private Instant latest;
        private Instant pausedUntil = Instant.EPOCH;

        Failures(Instant now) {
            latest = now;
        }
    }
}
