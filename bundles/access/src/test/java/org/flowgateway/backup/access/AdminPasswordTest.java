package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** First user's password, from the environment or a file. */
class AdminPasswordTest {

    @TempDir
    Path directory;

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void assertUnusable(Map<String, String> environment, String message) {
        assertThatExceptionOfType(AdminPassword.UnusableException.class)
                .isThrownBy(() -> AdminPassword.read(environment))
                .withMessageStartingWith(message)
                .withMessageNotContaining("canary");
    }

    @Test
    void passwordIsReadFromTheVariableOrTheFile() throws Exception {
        assertThat(AdminPassword.read(Map.of())).isEmpty();
        assertThat(AdminPassword.read(Map.of(AdminPassword.VARIABLE, "", AdminPassword.FILE_VARIABLE, "")))
                .isEmpty();
        assertThat(AdminPassword.read(Map.of(AdminPassword.VARIABLE, "x\n"))).contains("x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  pass é ", "  pass é \n", "  pass é \r\n"})
    void oneNewlineAtTheEndOfTheFileIsIgnored(String content) throws Exception {
        assertThat(AdminPassword.read(Map.of(
                        AdminPassword.FILE_VARIABLE, file(content, "rw-r-----").toString())))
                .contains("  pass é ");
    }

    @Test
    void variableAndFileTogetherAreRefused() throws IOException {
        assertUnusable(
                Map.of(
                        AdminPassword.VARIABLE,
                        "canary",
                        AdminPassword.FILE_VARIABLE,
                        file("canary", "rw-------").toString()),
                "GATEWAY_ADMIN_PASSWORD and GATEWAY_ADMIN_PASSWORD_FILE are both set. Unset one of them and start the gateway again");
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw-----w-"})
    void fileAccessibleToOthersIsRefused(String mode) throws IOException {
        Path file = file("canary", mode);
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, file.toString()),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [" + file
                        + "] cannot be used: others have the permission to read or write it. Remove that permission (chmod o-rw)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "canary\n\n", "canary\nmore", "can\u0007ary"})
    void otherThanOneLineIsRefused(String content) throws IOException {
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, file(content, "rw-------").toString()),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [");
    }

    @Test
    void otherThanUtf8IsRefused() throws IOException {
        Path file = file("", "rw-------");
        Files.write(file, new byte[] {'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xff});
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, file.toString()),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [" + file + "] cannot be used: it is not text in UTF-8");
    }

    @Test
    void unreadableFileIsRefused() {
        // A read at its begin fails, whoever the user is.
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, "/proc/self/mem"),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [/proc/self/mem] cannot be used: the gateway's user cannot read it");
    }

    @Test
    void otherThanAPathIsRefused() {
        assertUnusable(Map.of(AdminPassword.FILE_VARIABLE, "a\0b"), "GATEWAY_ADMIN_PASSWORD_FILE is not a path");
    }

    @Test
    void nonFileIsRefused() {
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, directory.toString()),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [" + directory + "] cannot be used: it is not a file");
        assertUnusable(
                Map.of(AdminPassword.FILE_VARIABLE, directory + "/x"),
                "The file of GATEWAY_ADMIN_PASSWORD_FILE [" + directory + "/x] cannot be used: it does not exist");
    }
}
