package org.flowgateway.backup.transport.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ciphers and key exchanges of servers that are strict or old. */
class SshAlgorithmsTest extends SftpFixture {

    private OpenSshServer server(String setting) throws Exception {
        return ending(OpenSshServer.start(base.resolve("server"), List.of("ed25519"), List.of(setting)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ciphers chacha20-poly1305@openssh.com",
                "KexAlgorithms sntrup761x25519-sha512@openssh.com",
                "KexAlgorithms curve25519-sha256",
                "Ciphers aes256-gcm@openssh.com",
                "MACs hmac-sha2-512"
            })
    @DisplayName("a server limited to one current algorithm is a target")
    void limited(String setting) throws Exception {
        session(server(setting)).probe();
    }

    @Test
    @DisplayName("fast algorithms come first")
    void fastFirst() throws Exception {
        OpenSshServer server = server("Ciphers chacha20-poly1305@openssh.com,aes128-gcm@openssh.com");
        session(server).probe();
        assertThat(server.logWith("cipher: aes128-gcm@openssh.com"))
                .doesNotContain("cipher: chacha20-poly1305@openssh.com");
    }

    @ParameterizedTest
    @CsvSource({
        "Ciphers, aes128-cbc, cipher, aes128-gcm@openssh.com",
        "KexAlgorithms, diffie-hellman-group1-sha1, key exchange, curve25519-sha256",
        "MACs, hmac-md5, message authentication code, hmac-sha2-256"
    })
    @DisplayName("without a common algorithm the message has the offers of both sides")
    void nothingInCommon(String setting, String servers, String what, String gateways) throws Exception {
        // Without a cipher that needs none, the code counts.
        OpenSshServer server = ending(OpenSshServer.start(
                base.resolve("server"),
                List.of("ed25519"),
                List.of(setting + ' ' + servers, setting.equals("MACs") ? "Ciphers aes128-ctr" : "Compression no")));
        TransportException failure = failure(() -> session(server).probe());
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(assertMessage(failure, SftpMessage.NO_COMMON_ALGORITHM))
                .hasMessageContaining("no " + what + " in common")
                .hasMessageContaining("the server offers " + servers)
                .hasMessageContaining(gateways);
    }
}
