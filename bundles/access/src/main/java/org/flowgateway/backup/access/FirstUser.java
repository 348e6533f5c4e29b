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

/** Creation of the first user, so that somebody can log in. */
final class FirstUser {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    private static final int RANDOM_BYTES = 18;

    private final UserFile users;
    private final Path initialPassword;
    private final Path applied;
    private final SecureRandom random;

    /**
     * Creates it for a users file.
     *
     * @param state directory of {@code initial-password} and {@code admin-password.applied}, which has the user and hash of the password that
     *         was applied last
     */
    FirstUser(UserFile users, StateDirectory state, SecureRandom random) {
        this.users = users;
        this.initialPassword = state.file("initial-password");
        this.applied = state.file("admin-password.applied");
        this.random = random;
    }

    /**
     * Sets the password that is given for this start, unless it was the last one applied: a password that was changed since stays. Without a
     * given password and without such a user, a random password is set and written to a file.
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
        String[] lines = Files.readString(applied, StandardCharsets.UTF_8).split("\n", 0);
        return lines.length == 2 && lines[0].equals(name) && matches(lines[1], password);
    }

    private void invent(String name) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // The file is written first: a crash between the two must not leave a user whose password nobody knows.
        StateDirectory.write(initialPassword, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        users.put(name, PasswordHash.of(password.toCharArray(), random), GatewayUsers.ADMIN_ROLES);
        LOG.info("User {} has a random password: it is in {}", name, initialPassword);
    }

    /** Deletes the file of the random password once the user's password is another. */
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
            return false; // A hash in another format is not the one that was written here.
        }
    }
}
