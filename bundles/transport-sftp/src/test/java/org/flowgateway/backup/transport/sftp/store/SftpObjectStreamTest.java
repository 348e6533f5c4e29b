package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.sshd.sftp.common.SftpConstants;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.sftp.MinaServer;
import org.flowgateway.backup.transport.sftp.NonconformingSftp;
import org.flowgateway.backup.transport.sftp.SftpFixture;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are read from an offset on. */
@Timeout(300)
class SftpObjectStreamTest extends SftpFixture {

    private static final int LENGTH = 10 * SftpObjectStream.CHUNK + 17;
    private static final BytesSource LARGE = BytesSource.random(LENGTH, 1);
    private static final ObjectName NAME = name("d/object");

    private final NonconformingSftp sftp = new NonconformingSftp();
    private MinaServer server;
    private TransportSession session;

    @BeforeEach
    void store() throws Exception {
        server = ending(new MinaServer(base, sftp).start());
        session = session(transport(configured()), server, MinaServer.PASSWORD);
        session.put(NAME, LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SftpObjectStream.CHUNK, 3 * SftpObjectStream.CHUNK - 1, LENGTH - 1, LENGTH})
    @DisplayName("the bytes from an offset on are read, and none before it is requested")
    void offset(int offset) throws Exception {
        int before = sftp.asked(SftpConstants.SSH_FXP_READ);
        try (InputStream stream = session.read(NAME, offset)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(LARGE.bytes(), offset, LENGTH));
            assertThat(stream.read()).isEqualTo(-1);
        }
        int chunks = (LENGTH - offset + SftpObjectStream.CHUNK - 1) / SftpObjectStream.CHUNK;
        assertThat(sftp.asked(SftpConstants.SSH_FXP_READ) - before).isEqualTo(chunks);
    }

    @Test
    @DisplayName("an offset beyond the length is INTEGRITY, with both numbers, and the next call succeeds")
    void beyondEnd() throws Exception {
        TransportException failure = failure(() -> session.read(NAME, LENGTH + 1L));
        assertThat(failure.kind()).isEqualTo(FailureKind.INTEGRITY);
        assertThat(assertMessage(failure, SftpMessage.OFFSET_BEYOND_END))
                .hasMessageContaining("d/object in /backups on 127.0.0.1:" + server.port())
                .hasMessageContaining("it has 327697 bytes")
                .hasMessageContaining("start after 327698 bytes");
        assertThat(content(session, NAME)).isEqualTo(LARGE.bytes());
    }

    @Test
    @DisplayName("a missing object is NOT_FOUND at any offset")
    void missing() {
        TransportException failure = failure(() -> session.read(name("d/missing"), 5));
        assertThat(assertMessage(failure, SftpMessage.NO_OBJECT).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    @DisplayName("a file that grows while it is read from an offset on is an error")
    void grows() throws Exception {
        try (InputStream stream = session.read(NAME, LENGTH - 5L)) {
            Files.write(base.resolve("backups/d/object"), new byte[LENGTH + 1]);
            TransportException failure = failure(stream::readAllBytes);
            assertThat(assertMessage(failure, SftpMessage.LENGTH_CHANGED).kind())
                    .isEqualTo(FailureKind.INTEGRITY);
        }
    }
}
