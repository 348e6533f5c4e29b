package com.example.backup.ftps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets, as requests name them. */
class FtpsTargetTest {

    private static FtpsTarget parse(String address, String username, String path) throws TransportException {
        return FtpsTarget.of(new TransportTarget("ftps", address, username, path));
    }

    @ParameterizedTest
    @CsvSource({"host, host, 21", "host:2121, host, 2121", "[::1]:2121, ::1, 2121"})
    @DisplayName("An address is a host with or without a port")
    void addresses(String address, String host, int port) throws Exception {
        FtpsTarget target = parse(address, "user", "a");
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host/directory", "user@host", "host:0", "host:65536", "host?a", "ho st", "host\r\nDELE a"})
    @DisplayName("Anything else is refused as an address")
    void invalidAddresses(String address) {
        assertInvalid(address, "user", "a", FtpsMessage.ADDRESS_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a\r\nDELE b", " a", "a/b "})
    @DisplayName("A path that a command cannot carry, or that leads upwards, is refused")
    void invalidPaths(String path) {
        assertInvalid("host", "user", path, FtpsMessage.PATH_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user\r\nDELE a"})
    @DisplayName("A login without a name, or with a line break in it, is refused")
    void invalidLogins(String username) {
        assertInvalid("host", username, "a", FtpsMessage.LOGIN_INVALID);
    }

    @Test
    @DisplayName("A path begins at the server's root or at the directory of the login")
    void roots() throws Exception {
        assertThat(parse("host", "user", "").root()).isEqualTo(".");
        assertThat(parse("host", "user", "a/b").root()).isEqualTo("./a/b");
        assertThat(parse("host", "user", "/a").root()).isEqualTo("/a");
        assertThat(FtpsTarget.parent("./a/b")).isEqualTo("./a");
        assertThat(FtpsTarget.parent("/a")).isEqualTo("/");
    }

    private static void assertInvalid(String address, String username, String path, FtpsMessage message) {
        assertThatThrownBy(() -> parse(address, username, path))
                .isInstanceOfSatisfying(TransportException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_TARGET);
                    assertThat(failure.description().code()).isEqualTo(message.code());
                });
    }
}
