package org.flowgateway.backup.rest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Bound of the logins whose passwords are hashed, or wait for that, at a time: the threads of the listener are for answers. Thread-safe.
 *
 * <p>Requests with the same login share one check, as a client may open several connections at once.
 */
final class LoginCheckPool {

    /** Checks at a time; each takes up to a second of a slow core. */
    static final int MAX_CHECKS = 4;
    /** Checks at a time for one network address: it takes more than one client to keep all of them busy. */
    static final int MAX_CHECKS_PER_ADDRESS = 2;
    /** Requests that wait for a check, those that make it included. */
    static final int MAX_WAITING = 12;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Map<String, CompletableFuture<Optional<Set<UserRole>>>> running = new HashMap<>();
    private final Map<String, Integer> checksByAddress = new HashMap<>();
    private int waiting;

    /**
     * Checks a login, or waits for the same check that another request makes.
     *
     * @param fingerprint tells one login from another
     * @param address the client's network address
     * @param check gives the user's roles; empty for a wrong user or password
     * @return what the check gives
     * @throws AccessRefusedException with the status 429 if too many are under way
     */
    Optional<Set<UserRole>> check(String fingerprint, String address, Supplier<Optional<Set<UserRole>>> check) {
        CompletableFuture<Optional<Set<UserRole>>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Set<UserRole>>> other;
        synchronized (this) {
            other = running.get(fingerprint);
            if (waiting == MAX_WAITING || other == null && !hasRoom(address)) {
                throw AccessRefusedException.tooManyLogins(BUSY);
            }
            waiting++;
            if (other == null) {
                running.put(fingerprint, mine);
                checksByAddress.merge(address, 1, Integer::sum);
            }
        }
        try {
            return other == null ? run(mine, check) : join(other);
        } finally {
            synchronized (this) {
                waiting--;
                if (other == null) {
                    running.remove(fingerprint);
                    checksByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    private boolean hasRoom(String address) {
        return running.size() < MAX_CHECKS && checksByAddress.getOrDefault(address, 0) < MAX_CHECKS_PER_ADDRESS;
    }

    private static Optional<Set<UserRole>> run(
            CompletableFuture<Optional<Set<UserRole>>> mine, Supplier<Optional<Set<UserRole>>> check) {
        try {
            Optional<Set<UserRole>> roles = check.get();
            mine.complete(roles);
            return roles;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static Optional<Set<UserRole>> join(CompletableFuture<Optional<Set<UserRole>>> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The same login, checked for another request, failed inside", e.getCause());
        }
    }
}
