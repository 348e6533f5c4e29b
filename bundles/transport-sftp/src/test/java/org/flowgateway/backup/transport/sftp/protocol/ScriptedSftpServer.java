package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;
import org.flowgateway.backup.transport.sftp.ssh.SshTimeouts;
import org.flowgateway.backup.transport.support.TimeoutScheduler;

/** Server in memory that answers each request as soon as it is sent. */
public final class ScriptedSftpServer {

    private ScriptedSftpServer() {}

    /** Answers of the server. */
    public interface Answers {
        /** Returns the answer to a request, without its length. */
        ByteBuffer to(int type, int id);
    }

    /** Makes a scheduler of timeout checks, none of which may fail. */
    public static TimeoutScheduler scheduler() {
        return new TimeoutScheduler("timeouts of a test", failure -> {
            throw new AssertionError(failure);
        });
    }

    /** Makes a connection that is not connected. */
    public static SshConnection connection(TimeoutScheduler scheduler) throws TransportException {
        return new SshConnection(
                SshAddress.of("backups.example"),
                new SshTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)),
                scheduler);
    }

    /** Makes a client of a server that gives these answers, and offers no extension. */
    public static SftpClient client(TimeoutScheduler scheduler, Answers answers) throws TransportException {
        return client(scheduler, answers, name -> null);
    }

    /**
     * Makes a client of a server that gives these answers.
     *
     * @param extensions returns the version of an extension that the server offers, {@code null} for others
     */
    public static SftpClient client(TimeoutScheduler scheduler, Answers answers, UnaryOperator<String> extensions)
            throws TransportException {
        SftpRequestPipeline[] pipeline = new SftpRequestPipeline[1];
        OutputStream server = new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("packets are sent whole");
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                if (count > 0) {
                    ByteBuffer request = ByteBuffer.wrap(bytes, offset, count);
                    ByteBuffer packet = answers.to(request.get(4), request.getInt(5));
                    pipeline[0].write(
                            ByteBuffer.allocate(4).putInt(packet.remaining()).array(), 0, 4);
                    pipeline[0].write(packet.array(), 0, packet.remaining());
                }
            }
        };
        pipeline[0] = new SftpRequestPipeline(connection(scheduler), server);
        return new SftpClient(pipeline[0], extensions);
    }
}
