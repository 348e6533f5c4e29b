package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUserTest {

    @TempDir
    Path directory;

    private Path initialPassword;
    private UserFile users;
    private FirstUser first;

    @BeforeEach
    void openUsers() throws IOException {
        StateDirectory state = new StateDirectory(directory.resolve("state"));
        initialPassword = state.file("initial-password");
        users = new UserFile(state.file("users.properties"));
        first = new FirstUser(users, state, new SecureRandom());
    }

    @Test
    void leavesARandomPasswordInAFileForTheOwnerOnly() throws IOException {
        first.establish("admin", Optional.empty());

        String password = Files.readString(initialPassword).strip();
        assertThat(password).hasSizeGreaterThanOrEqualTo(24);
        assertThat(matches("admin", password)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(initialPassword)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users.path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(users.path().getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(users.path())).doesNotContain(password);
    }

    @Test
    void keepsTheRandomPasswordAtTheNextStart() throws IOException {
        first.establish("admin", Optional.empty());
        String before = Files.readString(users.path());

        first.establish("admin", Optional.empty());

        assertThat(users.path()).hasContent(before);
    }

    @Test
    void appliesThePasswordOfTheEnvironmentAtEveryStart() throws IOException {
        first.establish("admin", Optional.empty());

        first.establish("admin", Optional.of("one, with a comma"));
        assertThat(matches("admin", "one, with a comma")).isTrue();
        assertThat(initialPassword).doesNotExist();

        String before = Files.readString(users.path());
        first.establish("admin", Optional.of("one, with a comma"));
        assertThat(users.path()).hasContent(before);

        first.establish("admin", Optional.of("two"));
        assertThat(matches("admin", "two")).isTrue();
    }

    @Test
    void keepsEverybodyElseAndTheRolesThatWereAdded() throws IOException {
        StateDirectory.write(users.path(), "# a note\nadmin = plain,auditor\nadministrator = x,viewer\n".getBytes());

        first.establish("admin", Optional.of("new"));

        assertThat(Files.readAllLines(users.path()))
                .contains("# a note", "administrator = x,viewer")
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("admin = {CRYPT}pbkdf2-sha512:")
                .endsWith("{CRYPT},admin,manager,viewer,systembundles,ssh,auditor");
    }

    @Test
    void closesAFileThatAnEditorLeftOpenToOthers() throws IOException {
        Files.setPosixFilePermissions(users.path(), PosixFilePermissions.fromString("rw-r--r--"));

        new UserFile(users.path());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users.path())))
                .isEqualTo("rw-------");
    }

    private boolean matches(String user, String password) throws IOException {
        String stored = users.storedPassword(user).orElseThrow();
        assertThat(stored).startsWith("{CRYPT}").endsWith("{CRYPT}");
        return PasswordHash.parse(stored.replace("{CRYPT}", "")).matches(password.toCharArray());
    }
}
