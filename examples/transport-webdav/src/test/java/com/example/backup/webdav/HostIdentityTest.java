package com.example.backup.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 8: authentication of the host, and the login. */
class HostIdentityTest {

    @TempDir
    static Path base;

    private static ApacheServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new ApacheServer(base, true);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void anUnknownAuthorityIsRefusedBeforeThePasswordLeaves() throws Exception {
        assertThat(failure(WebdavTestConfiguration.withTimeout("", 60), server.target("unknown"), ApacheServer.PASSWORD).kind())
                .isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(server.requests()).noneMatch(request -> request.contains("/unknown"));
    }

    @Test
    void aCertificateForAnotherNameIsRefusedBeforeThePasswordLeaves() throws Exception {
        assertThat(failure(WebdavTestConfiguration.trusting(server), server.target("127.0.0.1", server.port(), "named"), ApacheServer.PASSWORD).kind())
                .isEqualTo(FailureKind.HOST_IDENTITY);
        assertThat(server.requests()).noneMatch(request -> request.contains("/named"));
    }

    @Test
    void aServerWithoutTlsIsRefused(@TempDir Path directory) throws Exception {
        try (ApacheServer plain = new ApacheServer(directory, false)) {
            assertThat(failure(WebdavTestConfiguration.withTimeout("", 60), server.target("localhost", plain.port(), "r"), ApacheServer.PASSWORD).kind())
                    .isEqualTo(FailureKind.HOST_IDENTITY);
        }
    }

    @Test
    void aWrongPasswordIsToldAsOne() throws Exception {
        TransportException failure = failure(WebdavTestConfiguration.trusting(server), server.target("r"), "canary-of-a-wrong-one");
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageNotContaining("canary");
    }

    private static TransportException failure(WebdavConfiguration configuration, TransportTarget target, String password) throws Exception {
        try (Secret secret = new Secret(password.toCharArray());
                TransportSession session = new WebdavTransport(configuration).open(target, Optional.of(secret))) {
            TransportException failure = catchThrowableOfType(TransportException.class, session::probe);
            assertThat(failure).isNotNull();
            return failure;
        }
    }
}
