package org.flowgateway.backup.transport.sftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and replies on a connection that ends, and malformed replies. */
@Timeout(300)
class SftpRequestPipelineTest {

    private static final int ROUNDS = 30_000;

    private final TimeoutScheduler scheduler = ScriptedSftpServer.scheduler();

    @AfterEach
    void end() {
        scheduler.close();
    }

    @Test
    @DisplayName("a request made while the connection ends fails, or its reply does, and never waits forever")
    void endsDuringARequest() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        SftpRequestPipeline[] pipeline = new SftpRequestPipeline[1];
        SshConnection[] connection = new SshConnection[1];
        Thread ending = new Thread(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                await(together);
                // As the connection does it.
                connection[0].close();
                pipeline[0].abandon(new IOException("it was ended"));
                await(together);
            }
        });
        int caught = 0;
        int waiting = 0;
        connection[0] = ScriptedSftpServer.connection(scheduler);
        pipeline[0] = new SftpRequestPipeline(connection[0], OutputStream.nullOutputStream());
        ending.start();
        for (int round = 0; round < ROUNDS; round++) {
            await(together);
            List<CompletableFuture<SftpReply>> replies = new ArrayList<>();
            try {
                while (true) {
                    replies.add(pipeline[0].send(new SftpRequest(SftpRequest.STAT).text("a")));
                }
            } catch (TransportException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.CLOSED);
                caught++;
            }
            SshConnection next = ScriptedSftpServer.connection(scheduler);
            await(together);
            waiting += replies.stream().allMatch(CompletableFuture::isDone) ? 0 : 1;
            connection[0] = next;
            pipeline[0] = new SftpRequestPipeline(next, OutputStream.nullOutputStream());
        }
        ending.join();
        assertThat(caught).isEqualTo(ROUNDS);
        assertThat(waiting)
                .as("rounds in which an answer would have been waited for without an end")
                .isZero();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(120, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("a reply above the maximum of its request ends the connection before many of them fill the memory")
    void tooLong() throws Exception {
        SshConnection connection = ScriptedSftpServer.connection(scheduler);
        SftpRequestPipeline pipeline = new SftpRequestPipeline(connection, OutputStream.nullOutputStream());
        SftpClient client = new SftpClient(pipeline, name -> null);
        CompletableFuture<SftpReply> read = client.read(new byte[] {1}, 0, 1000);
        pipeline.write(answer(1, (byte) 103, 1000 + 4), 0, 4 + 5 + 1004);
        assertThat(read).isCompleted();
        CompletableFuture<SftpReply> more = client.read(new byte[] {1}, 0, 1000);
        assertThat(more).isNotDone();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> pipeline.write(answer(2, (byte) 103, 5000), 0, 4 + 5 + 5000));
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(connection::check)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST));
    }

    private static byte[] answer(int id, byte type, int length) {
        ByteBuffer packet =
                ByteBuffer.allocate(4 + 5 + length).putInt(5 + length).put(type).putInt(id);
        return packet.array();
    }

    @Test
    @DisplayName("a negative length counts as not reported")
    void impossibleLength() throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(64)
                .put((byte) 105)
                .putInt(1)
                .putInt(1 | 4)
                .putLong(-5)
                .putInt(0100644);
        SftpAttributes attributes = new SftpReply(packet.flip()).attributes();
        assertThat(attributes.isRegularFile()).isTrue();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(attributes::length)
                .withMessageContaining("does not report the length");
    }

    @Test
    @DisplayName("a server's text is shortened for a message")
    void longServerText() {
        assertThat(new SftpStatus(4, "x".repeat(60_000)).getMessage())
                .hasSizeLessThan(300)
                .endsWith("… (status 4)");
    }
}
