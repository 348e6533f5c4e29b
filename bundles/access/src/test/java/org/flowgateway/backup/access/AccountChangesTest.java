package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.StateDirectoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of passwords: valid ones, and ones that are rejected or fail. */
class AccountChangesTest {

    private static final Actor ADMIN = new Actor("admin", "192.0.2.7");

    @TempDir
    Path directory;

    private final List<AuditEvent> audited = new ArrayList<>();
    private UserFile file;
    private AccountChanges accounts;

    @BeforeEach
    void open() throws IOException {
        file = new UserFile(new StateDirectory(directory.resolve("state")).file("users.properties"));
        file.put("otto", PasswordHash.of("old".toCharArray(), new SecureRandom()), List.of("viewer"));
        accounts = new AccountChanges(file, new SecureRandom(), audited::add);
    }

    private boolean change(String user, String password) throws StateDirectoryException {
        try (Secret secret = new Secret(password.toCharArray())) {
            return accounts.changePassword(user, secret, ADMIN);
        }
    }

    private String stored() throws IOException {
        return file.storedPassword("otto").orElseThrow();
    }

    @Test
    void passwordOfAKnownUserIsChanged() throws IOException {
        assertThat(change("otto", "new")).isTrue();
        assertThat(PasswordHash.parse(stored().replace(UserFileLine.MARK, "")).matches("new".toCharArray()))
                .isTrue();
        assertThat(change("nobody", "new")).isFalse();
        assertThat(audited)
                .extracting(AuditEvent::result)
                .containsExactly(AuditEvent.OK, "REFUSED: there is no such user");
    }

    @ParameterizedTest
    @CsvSource({
        "'', access.password-empty",
        "long, access.password-too-long",
        "'canary\u0007', access.password-with-control-character"
    })
    void passwordThatNoLoginCouldSendIsRejected(String password, String code) throws IOException {
        String before = stored();
        assertThatThrownBy(() -> change("otto", password.equals("long") ? "canary".repeat(200) : password))
                .isInstanceOfSatisfying(InvalidRequestException.class, rejected -> {
                    assertThat(rejected.property()).isEqualTo("password");
                    assertThat(rejected.description().code()).isEqualTo(code);
                })
                .hasMessageNotContaining("canary");
        assertThat(stored()).isEqualTo(before);
        assertThat(audited)
                .singleElement()
                .extracting(AuditEvent::result)
                .asString()
                .startsWith("REFUSED: The password ");
    }

    @Test
    void unwritableFileKeepsTheOldPassword() throws IOException {
        String before = stored();
        Files.createDirectories(file.path().resolveSibling("users.properties.new/occupied"));
        assertThatThrownBy(() -> change("otto", "new"))
                .isInstanceOfSatisfying(
                        StateDirectoryException.class,
                        failed -> assertThat(failed.description().code()).isEqualTo("access.users-file-unwritable"))
                .hasMessageContaining(file.path().toString());
        assertThat(stored()).isEqualTo(before);
        assertThat(audited)
                .singleElement()
                .extracting(AuditEvent::result)
                .asString()
                .startsWith("FAILED: ");
    }

    @Test
    void unreadableFileIsNamed() throws IOException {
        Files.delete(file.path());
        Files.createDirectory(file.path());
        assertUnreadable(() -> accounts.all());
        assertUnreadable(() -> change("otto", "new"));
        assertThat(audited)
                .singleElement()
                .extracting(AuditEvent::result)
                .asString()
                .startsWith("FAILED: ");
    }

    private void assertUnreadable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StateDirectoryException.class,
                        failed -> assertThat(failed.description().code()).isEqualTo("access.users-file-unreadable"))
                .hasMessageContaining(file.path().toString());
    }
}
