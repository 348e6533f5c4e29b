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
 * Limit of the logins whose passwords are hashed, or wait for it, at a time: the listener's threads are for answers. Thread-safe.
 *
 * <p>Requests with the same login share one check, as a client may open several connections at once.
 */
final class LoginCheckPool {

    /** Concurrent checks; each takes up to a second of a slow core. */
    static final int MAX_CHECKS = 4;
    /** Concurrent checks for one network address: one client alone cannot occupy all of them. */
    static final int MAX_CHECKS_PER_ADDRESS = 2;
    /** Requests that wait for a check, including those that run one. */
    static final int MAX_WAITING = 12;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Map<String, CompletableFuture<Optional<Set<UserRole>>>> running = new HashMap<>();
    private final Map<String, Integer> checksByAddress = new HashMap<>();
    private int waiting;

    /**
     * Checks a login, or waits for the same check of another request.
     *
     * @param fingerprint identity of the login
     * @param address the client's network address
     * @param check the user's roles; empty for a wrong user or password
     * @return the result of the check
     * @throws RequestRejectedException with the status 429 if too many checks are running
     */
    Optional<Set<UserRole>> check(String fingerprint, String address, Supplier<Optional<Set<UserRole>>> check) {
        CompletableFuture<Optional<Set<UserRole>>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Set<UserRole>>> other;
        synchronized (this) {
            other = running.get(fingerprint);
            if (waiting == MAX_WAITING || other == null && !hasRoom(address)) {
                throw RequestRejectedException.tooManyConcurrentLogins(BUSY);
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
