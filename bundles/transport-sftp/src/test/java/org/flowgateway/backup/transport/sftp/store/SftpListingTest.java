package org.flowgateway.backup.transport.sftp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.flowgateway.backup.transport.sftp.protocol.ScriptedSftpServer;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listings of servers that answer in odd ways. */
@Timeout(300)
class SftpListingTest {

    private static final int READDIR = 12;

    private final TimeoutScheduler scheduler = ScriptedSftpServer.scheduler();

    @AfterEach
    void end() {
        scheduler.close();
    }

    @Test
    @DisplayName("an endless listing of nothing but the directory itself is aborted")
    void listsNothing() throws Exception {
        SftpClient client = ScriptedSftpServer.client(
                scheduler,
                (type, id) -> type == READDIR
                        ? ByteBuffer.allocate(64)
                                .put((byte) 104)
                                .putInt(id)
                                .putInt(1)
                                .putInt(1)
                                .put((byte) '.')
                                .putInt(0)
                                .putInt(0)
                                .flip()
                        : ByteBuffer.allocate(64)
                                .put((byte) 102)
                                .putInt(id)
                                .putInt(0)
                                .flip());
        SftpListing listing =
                new SftpListing(client, new SftpObjectTree(client, "/root", SshAddress.of("backups.example")));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> listing.entries("/root", entry -> false))
                .withMessageContaining("no end");
    }

    @Test
    @DisplayName("a reply without names ends a listing")
    void endsWithNothing() throws Exception {
        SftpClient client = ScriptedSftpServer.client(
                scheduler,
                (type, id) -> ByteBuffer.allocate(64)
                        .put((byte) (type == READDIR ? 104 : 102))
                        .putInt(id)
                        .putInt(0)
                        .flip());
        assertThat(new SftpListing(client, new SftpObjectTree(client, "/root", SshAddress.of("backups.example")))
                        .entries("/root", entry -> false))
                .isEmpty();
    }
}
