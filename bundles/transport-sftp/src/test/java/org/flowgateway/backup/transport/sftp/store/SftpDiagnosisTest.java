package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.ScriptedSftpServer;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reasons for a plain "failure" on a server that reports the state of its file system. */
class SftpDiagnosisTest {

    private static final int EXTENDED = (byte) 200;
    private static final int DIRECTORY = 0040755;
    private static final int FILE = 0100644;
    private static final long FREE_BLOCKS = 1_000_000;
    private static final long WRITABLE = 0;
    private static final long MOUNTED_READ_ONLY = 1;

    private final TimeoutScheduler scheduler = ScriptedSftpServer.scheduler();

    @AfterEach
    void end() {
        scheduler.close();
    }

    private TransportException diagnosed(int rootMode, long freeBlocks, long flags) throws Exception {
        SftpClient client = ScriptedSftpServer.client(
                scheduler,
                (type, id) -> type == EXTENDED ? fileSystem(id, freeBlocks, flags) : attributes(id, rootMode),
                name -> name.equals("statvfs@openssh.com") ? "2" : null);
        SftpObjectTree tree = new SftpObjectTree(client, "/srv/backups", SshAddress.of("backups.example"));
        return new SftpDiagnosis(client, tree).of(new SftpStatus(SftpStatus.FAILURE, "Failure"), "Storing a/b");
    }

    private static ByteBuffer attributes(int id, int mode) {
        return ByteBuffer.allocate(64)
                .put((byte) 105)
                .putInt(id)
                .putInt(4)
                .putInt(mode)
                .flip();
    }

    private static ByteBuffer fileSystem(int id, long freeBlocks, long flags) {
        ByteBuffer reply = ByteBuffer.allocate(128).put((byte) 201).putInt(id);
        long[] fields = {4096, 4096, FREE_BLOCKS, freeBlocks, freeBlocks, 1000, 1000, 1000, 1, flags, 255};
        for (long field : fields) {
            reply.putLong(field);
        }
        return reply.flip();
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1, READ_ONLY, DENIED", "0, 0, NO_SPACE, NO_SPACE", "1000000, 0, SERVER_FAILURE, UNKNOWN"})
    @DisplayName("the file system's state is the reason; otherwise the message has the directory's mode")
    void fileSystem(long freeBlocks, long flags, SftpMessage message, FailureKind kind) throws Exception {
        TransportException failure = diagnosed(DIRECTORY, freeBlocks, flags);
        assertThat(failure.description().code()).as(failure.getMessage()).isEqualTo(message.code());
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining("Storing a/b in /srv/backups on backups.example")
                .hasMessageContaining("\"Failure (status 4)\"");
    }

    @Test
    @DisplayName(
            "a directory that nobody may write is DENIED although its file system is writable, and a file in its place too")
    void root() throws Exception {
        assertThat(diagnosed(0040555, FREE_BLOCKS, WRITABLE).description().code())
                .isEqualTo(SftpMessage.NO_PERMISSION.code());
        assertThat(diagnosed(FILE, FREE_BLOCKS, MOUNTED_READ_ONLY).description().code())
                .isEqualTo(SftpMessage.ROOT_IS_FILE.code());
    }
}
