package org.flowgateway.backup.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Realm of users behind a bound of what wrong logins may cost. Thread-safe.
 *
 * <p>A login that was right lately goes straight to the realm, which remembers it too and needs no hash: it works whatever others try. Every
 * other one waits its turn in {@link LoginCheckPool}, unless {@link LoginThrottle} makes it wait, and is told so at once.
 */
final class LoginGuard {

    /** As many as the realm remembers. */
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
     * A right login.
     *
     * @param roles what the user may do here; not empty
     * @param repeated whether the same login was right lately: clients log in with every request
     */
    record Login(Set<UserRole> roles, boolean repeated) {}

    /**
     * Logs in.
     *
     * @param address the client's address
     * @return empty if user or password is wrong, or the user has no role here
     * @throws AccessRefusedException with the status 429 if it was not checked
     */
    Optional<Login> login(BasicCredentials credentials, String address) {
        String fingerprint = fingerprints.of(credentials);
        boolean remembered = isRemembered(fingerprint);
        Optional<Set<UserRole>> roles = (remembered
                        ? realm.login(credentials)
                        : checked(credentials, address, fingerprint))
                // A user without a role here is told what one with a wrong password is: these credentials are no good.
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
            throw AccessRefusedException.tooManyLogins(pause);
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
