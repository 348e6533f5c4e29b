package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid targets and configurations. */
class SftpTargetTest extends SftpFixture {

    @ParameterizedTest
    @CsvSource({
        "backup.example, backup.example, 22, backup.example",
        "Backup.Example:2222, backup.example, 2222, [backup.example]:2222",
        "192.0.2.7:22, 192.0.2.7, 22, 192.0.2.7",
        "2001:DB8::1, 2001:db8::1, 22, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1, 22, 2001:db8::1",
        "[2001:db8::1]:2222, 2001:db8::1, 2222, [2001:db8::1]:2222",
        "fe80::1%eth0, fe80::1%eth0, 22, fe80::1%eth0",
        "bücher.example, xn--bcher-kva.example, 22, xn--bcher-kva.example"
    })
    @DisplayName("a host is a name or an address, with or without a port, and has OpenSSH's name for known hosts")
    void addresses(String written, String host, int port, String knownAs) throws Exception {
        SshAddress address = SshAddress.of(written);
        assertThat(address).isEqualTo(new SshAddress(host, port));
        assertThat(address.knownAs()).isEqualTo(knownAs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:0",
                "host:65536",
                "host:",
                "host:ssh",
                "user:canary@host",
                "host/path",
                "[::1",
                "::1]:22",
                "[host]:22",
                "a b",
                "a..b"
            })
    @DisplayName("any other host is rejected, and not repeated in the message")
    void noAddresses(String written) {
        TransportException failure = failure(() -> SshAddress.of(written));
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_TARGET);
        assertThat(failure).message().doesNotContain("canary");
    }

    @Test
    @DisplayName("username and path are required, and a password unless a key is configured")
    void completes() throws Exception {
        SftpTransport transport = transport(configured());
        TransportTarget target = new TransportTarget("sftp", "host", "user", "path");
        assertThat(transport.complete(target, true)).isEqualTo(target);
        for (String written : List.of("path/", "./path", "path//.", "~/path", "~//./path/")) {
            assertThat(transport.complete(target.withPath(written), true))
                    .as("one place: [%s]", written)
                    .isEqualTo(target);
        }
        assertThat(transport(configured().key(Path.of("key"))).complete(target, false))
                .isEqualTo(target);
        assertMessage(failure(() -> transport.complete(target, false)), SftpMessage.PASSWORD_REQUIRED);
        assertMessage(failure(() -> transport.complete(target.withPath(" "), true)), SftpMessage.PATH_REQUIRED);
        assertMessage(failure(() -> transport.complete(target.withPath("a\0b"), true)), SftpMessage.PATH_REQUIRED);
        assertMessage(
                failure(() -> transport.complete(new TransportTarget("sftp", "host", "", "path"), true)),
                SftpMessage.USERNAME_REQUIRED);
        TransportException other =
                failure(() -> transport.complete(new TransportTarget("local", "", "user", "path"), true));
        assertThat(assertMessage(other, SftpMessage.NOT_SFTP).kind()).isEqualTo(FailureKind.INVALID_TARGET);
    }

    @Test
    @DisplayName("without a valid configuration every target is rejected, with the configuration's problem")
    void withoutConfiguration() {
        SftpTransport transport = transport(new SftpTestConfiguration("file", "", "no", "", 60, 120));
        TransportException failure =
                failure(() -> transport.complete(new TransportTarget("sftp", "host", "user", "path"), true));
        assertThat(assertMessage(failure, SftpMessage.NOT_CONFIGURED)).hasMessageContaining("host-keys [no]");
    }

    @Test
    @DisplayName("a configuration that is not read yet is no invalid one")
    void configurationNotReadYet() {
        SftpTestConfiguration defaults = new SftpTestConfiguration("", "", "accept-new", "", 60, 120);
        SftpTransport transport = new SftpTransport(Map.of("component.name", SftpTransport.class.getName()), defaults);
        assertThat(transport.problems())
                .singleElement()
                .asString()
                .contains(SftpConfiguration.PID + ".cfg is missing, or was not read yet");
        transport.modified(SftpTestConfiguration.with(Path.of("/hosts")), Map.of("service.pid", SftpConfiguration.PID));
        assertThat(transport.problems()).isEmpty();
        transport.modified(defaults, Map.of("component.name", SftpTransport.class.getName()));
        assertThat(transport.problems()).isEmpty();
    }

    @Test
    @DisplayName("an invalid configuration is rejected, naming PID and key")
    void configuration() {
        assertRefused(new SftpTestConfiguration("", "", "accept-new", "", 60, 120), "known-hosts");
        assertRefused(new SftpTestConfiguration("file", "", "no", "", 60, 120), "host-keys [no]");
        assertRefused(new SftpTestConfiguration("file", "", "strict", "a\0b", 60, 120), "key-file");
        assertRefused(new SftpTestConfiguration("a\0b", "", "strict", "", 60, 120), "known-hosts");
        assertRefused(new SftpTestConfiguration("", "a\0b", "strict", "", 60, 120), "state-dir");
        assertRefused(new SftpTestConfiguration("file", "", "strict", "", 0, 120), "connect-timeout-seconds [0]");
        assertRefused(new SftpTestConfiguration("file", "", "strict", "", 60, 3601), "progress-timeout-seconds [3601]");
        assertThat(SftpSettings.of(new SftpTestConfiguration("", "/state", "strict", "", 60, 120))
                        .knownHosts())
                .isEqualTo(Path.of("/state/known_hosts"));
        assertThat(SftpSettings.of(new SftpTestConfiguration("/hosts", "/state", "strict", "", 60, 120))
                        .knownHosts())
                .isEqualTo(Path.of("/hosts"));
    }

    private static void assertRefused(SftpTestConfiguration configuration, String key) {
        assertThatThrownBy(() -> SftpSettings.of(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.flowgateway.backup.transport.sftp: ")
                .hasMessageContaining(key);
    }
}
