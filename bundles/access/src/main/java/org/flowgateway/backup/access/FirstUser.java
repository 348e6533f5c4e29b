package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that there is somebody who can log in. */
final class FirstUser {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    /** The first stands for everything here; the rest is what Karaf's shell asks of its administrators, should it be switched on. */
    private static final List<String> ROLES = List.of("admin", "manager", "viewer", "systembundles", "ssh");
    private static final int RANDOM_BYTES = 18;

    private final UserFile users;
    private final Path initialPassword;
    private final SecureRandom random;

    FirstUser(UserFile users, Path initialPassword, SecureRandom random) {
        this.users = users;
        this.initialPassword = initialPassword;
        this.random = random;
    }

    /**
     * Gives the user the password from the environment, or, where there is neither that nor such a user, a random one that is left in a
     * file.
     *
     * @param name the user's name
     * @param fromEnvironment the password that was set for this start; empty for none
     */
    void establish(String name, Optional<String> fromEnvironment) throws IOException {
        if (fromEnvironment.isPresent()) {
            apply(name, fromEnvironment.get());
        } else if (users.storedPassword(name).isEmpty()) {
            invent(name);
        }
    }

    private void apply(String name, String password) throws IOException {
        if (!isStored(name, password)) {
            users.put(name, PasswordHash.of(password.toCharArray(), random), ROLES);
            LOG.info("User {} has the password that the environment gives", name);
        }
        if (Files.deleteIfExists(initialPassword)) {
            LOG.info("Removed {}: what it held is the password no longer", initialPassword);
        }
    }

    private void invent(String name) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // The file goes first: a crash between the two must not leave a user whose password nobody knows.
        StateDirectory.write(initialPassword, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        users.put(name, PasswordHash.of(password.toCharArray(), random), ROLES);
        LOG.info("User {} has a random password: it is in {}", name, initialPassword);
    }

    private boolean isStored(String name, String password) throws IOException {
        Optional<String> stored = users.storedPassword(name);
        if (stored.isEmpty() || !stored.get().startsWith(UserFile.MARK)) {
            return false;
        }
        String text = stored.get().replace(UserFile.MARK, "");
        try {
            return PasswordHash.parse(text).matches(password.toCharArray());
        } catch (IllegalArgumentException e) {
            LOG.info("User {} had a password hash of another kind, which is replaced: {}", name, e.getMessage());
            return false;
        }
    }
}
