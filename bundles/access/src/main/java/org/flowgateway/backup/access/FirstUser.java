package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that there is somebody who can log in. */
final class FirstUser {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    private static final int RANDOM_BYTES = 18;

    private final UserFile users;
    private final Path initialPassword;
    private final Path applied;
    private final SecureRandom random;

    /**
     * @param state holds {@code initial-password}, and {@code admin-password.applied}, the user and hash of the password that was last applied
     */
    FirstUser(UserFile users, StateDirectory state, SecureRandom random) {
        this.users = users;
        this.initialPassword = state.file("initial-password");
        this.applied = state.file("admin-password.applied");
        this.random = random;
    }

    /**
     * Gives the user the password that is given for this start, unless it is the one that was applied last: a password that was changed since
     * stays. Where there is neither a given one nor such a user, a random one is made and left in a file.
     *
     * @param name the user's name
     * @param given the password for this start; empty for none
     */
    void establish(String name, Optional<String> given) throws IOException {
        if (given.isPresent()) {
            apply(name, given.get());
        } else if (users.storedPassword(name).isEmpty()) {
            invent(name);
        }
        removeOutdated(name);
    }

    private void apply(String name, String password) throws IOException {
        if (users.storedPassword(name).isPresent() && isApplied(name, password)) {
            return;
        }
        PasswordHash hash = PasswordHash.of(password.toCharArray(), random);
        if (!isStored(name, password)) {
            users.put(name, hash, GatewayUsers.ADMIN_ROLES);
            LOG.info("User {} has the password that was given for this start", name);
        }
        StateDirectory.write(applied, (name + "\n" + hash.text() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private boolean isApplied(String name, String password) throws IOException {
        if (Files.notExists(applied)) {
            return false;
        }
        String[] lines = Files.readString(applied, StandardCharsets.UTF_8).split("\n");
        return lines.length == 2 && lines[0].equals(name) && matches(lines[1], password);
    }

    private void invent(String name) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // The file goes first: a crash between the two must not leave a user whose password nobody knows.
        StateDirectory.write(initialPassword, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        users.put(name, PasswordHash.of(password.toCharArray(), random), GatewayUsers.ADMIN_ROLES);
        LOG.info("User {} has a random password: it is in {}", name, initialPassword);
    }

    /** Removes the file of the random password once that is the user's password no longer. */
    void removeOutdated(String name) throws IOException {
        if (Files.exists(initialPassword)
                && !isStored(
                        name,
                        Files.readString(initialPassword, StandardCharsets.UTF_8)
                                .strip())
                && Files.deleteIfExists(initialPassword)) {
            LOG.info("Removed {}: the password of user {} was changed", initialPassword, name);
        }
    }

    private boolean isStored(String name, String password) throws IOException {
        Optional<UserFileLine> line = users.find(name);
        Optional<String> hash = line.flatMap(UserFileLine::hash);
        return hash.isPresent()
                ? matches(hash.get(), password)
                : line.filter(user -> user.password().equals(password)).isPresent();
    }

    private static boolean matches(String hash, String password) {
        try {
            return PasswordHash.parse(hash).matches(password.toCharArray());
        } catch (IllegalArgumentException e) {
            return false; // A hash of another kind: whatever it is of, it is not what was written here.
        }
    }
}
