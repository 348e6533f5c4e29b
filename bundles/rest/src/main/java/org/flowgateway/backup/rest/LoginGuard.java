package org.flowgateway.backup.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Realm of users with a limit on the cost of wrong logins. Thread-safe.
 *
 * <p>A login that was right lately goes straight to the realm, which remembers it too and computes no hash: it works whatever others try. Every
 * other login waits for {@link LoginCheckPool}. During a pause of {@link LoginThrottle} it is refused at once.
 */
final class LoginGuard {

    /** Same number as in the realm. */
    private static final int REMEMBERED = 64;

    private final UserRealm realm;
    private final LoginFingerprint fingerprints;
    private final LoginThrottle throttle;
    private final LoginCheckPool checks = new LoginCheckPool();
    private final Map<String, Boolean> right = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginGuard(UserRealm realm, Clock clock, SecureRandom random) {
        this.realm = realm;
        fingerprints = new LoginFingerprint(random);
        throttle = new LoginThrottle(clock);
    }

    /**
     * Accepted login.
     *
     * @param roles the user's roles here; not empty
     * @param repeated whether the same login was right lately: clients log in with every request
     */
    record Login(Set<UserRole> roles, boolean repeated) {}

    /**
     * Checks a login.
     *
     * @param address the client's address
     * @return empty if user or password is wrong, or the user has no role here
     * @throws RequestRejectedException with the status 429 if it was not checked
     */
    Optional<Login> login(BasicCredentials credentials, String address) {
        String fingerprint = fingerprints.of(credentials);
        boolean remembered = isRemembered(fingerprint);
        Optional<Set<UserRole>> roles = (remembered
                        ? realm.login(credentials)
                        : checked(credentials, address, fingerprint))
                // A user without a role here gets the answer of a wrong password: these credentials are of no use.
                .filter(found -> !found.isEmpty());
        if (roles.isPresent()) {
            remember(fingerprint);
            throttle.succeeded(credentials.user(), address);
        } else {
            forget(fingerprint);
            throttle.failed(credentials.user(), address, fingerprint);
        }
        return roles.map(found -> new Login(found, remembered));
    }

    private Optional<Set<UserRole>> checked(BasicCredentials credentials, String address, String fingerprint) {
        Duration pause = throttle.pause(credentials.user(), address);
        if (!pause.isZero()) {
            throw RequestRejectedException.tooManyWrongLogins(pause);
        }
        return checks.check(fingerprint, LoginThrottle.network(address), () -> realm.login(credentials));
    }

    private boolean isRemembered(String fingerprint) {
        synchronized (right) {
            return right.get(fingerprint) != null;
        }
    }

    private void remember(String fingerprint) {
        synchronized (right) {
            right.put(fingerprint, Boolean.TRUE);
        }
    }

    private void forget(String fingerprint) {
        synchronized (right) {
            right.remove(fingerprint);
        }
    }
}
