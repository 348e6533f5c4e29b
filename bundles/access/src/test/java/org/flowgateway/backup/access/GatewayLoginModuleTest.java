package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.modules.Encryption;
import org.flowgateway.backup.api.AuditEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cost of a login in hashes, by user name. */
class GatewayLoginModuleTest {

    @TempDir
    Path directory;

    private final CountedHashing hashing = new CountedHashing();
    private final List<GatewayLoginModule> modules = new ArrayList<>();
    private GatewayUsers users;

    @BeforeEach
    void users() throws Exception {
        Path file = directory.resolve("users.properties");
        String hash =
                PasswordHash.of("secret".toCharArray(), new SecureRandom()).text();
        Files.writeString(
                file,
                "admin = " + UserFileLine.MARK + hash + UserFileLine.MARK + ",admin\n",
                StandardCharsets.ISO_8859_1);
        users = new GatewayUsers(new UserFile(file), hashing, new SecureRandom());
    }

    @Test
    void unknownNameCostsAHashLikeAKnownOne() throws Exception {
        assertThatThrownBy(() -> login("admin", "wrong")).isInstanceOf(FailedLoginException.class);
        assertThat(hashing.stored).hasSize(1);

        assertThatThrownBy(() -> login("nobody", "wrong")).isInstanceOf(FailedLoginException.class);
        assertThat(hashing.stored).hasSize(2);
        assertThat(PasswordHash.parse(hashing.stored.get(1)).iterations())
                .isEqualTo(PasswordHash.parse(hashing.stored.get(0)).iterations());
        assertThat(login("admin", "secret")).isTrue();
        assertThat(hashing.stored).hasSize(3);
    }

    @Test
    void userOfAnotherModuleCostsNoHashOnceLoggedIn() throws Exception {
        assertThatThrownBy(() -> login("elsewhere", "right there")).isInstanceOf(FailedLoginException.class);
        // Another module of the realm knew the user: all modules are then told to commit.
        modules.get(0).commit();

        assertThatThrownBy(() -> login("elsewhere", "right there")).isInstanceOf(FailedLoginException.class);
        assertThat(hashing.stored).hasSize(1);
    }

    @Test
    void unmatchableHashIsAsCostlyAsAUsers() {
        PasswordHash nobodys = PasswordHash.parse(PasswordHash.UNMATCHABLE);
        PasswordHash users = PasswordHash.of("secret".toCharArray(), new SecureRandom());

        assertThat(nobodys.iterations()).isEqualTo(users.iterations());
        assertThat(nobodys.salt()).hasSameSizeAs(users.salt());
        assertThat(nobodys.hash()).hasSameSizeAs(users.hash());
        assertThat(nobodys.matches("secret".toCharArray())).isFalse();
    }

    private boolean login(String user, String password) throws LoginException {
        GatewayLoginModule module = new GatewayLoginModule();
        modules.add(module);
        module.initialize(
                new Subject(),
                callbacks -> {
                    for (Callback callback : callbacks) {
                        if (callback instanceof NameCallback name) {
                            name.setName(user);
                        } else if (callback instanceof PasswordCallback asked) {
                            asked.setPassword(password.toCharArray());
                        }
                    }
                },
                Map.of(),
                Map.of(GatewayLoginModule.USERS, users, GatewayLoginModule.AUDIT, (Consumer<AuditEvent>) event -> {}));
        return module.login();
    }

    /** Real hashing that counts its comparisons. */
    private static final class CountedHashing implements Encryption {

        private final Encryption real = new PasswordHashing().createEncryption(Map.of());
        private final List<String> stored = new ArrayList<>();

        @Override
        public String encryptPassword(String plain) {
            return real.encryptPassword(plain);
        }

        @Override
        public boolean checkPassword(String input, String hash) {
            stored.add(hash);
            return real.checkPassword(input, hash);
        }
    }
}
