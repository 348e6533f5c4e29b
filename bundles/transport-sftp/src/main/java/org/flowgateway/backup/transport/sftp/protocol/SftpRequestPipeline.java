package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;

/**
 * Pipeline of requests to an SFTP server, any number in flight. One thread sends and waits. The thread that reads the connection writes
 * replies into this stream and never blocks: no more can arrive than was requested.
 */
final class SftpRequestPipeline extends OutputStream {

    /** Maximum length of any reply, in bytes. Servers send at most 256 KiB; listings are the longest. */
    static final int MAX_REPLY_BYTES = 1024 * 1024;

    private static final int MIN_REPLY_BYTES = 5;

    private static final byte[] NO_CONTENT = {};

    private final SshConnection connection;
    private final OutputStream server;
    private final Map<Integer, Awaited> awaited = new ConcurrentHashMap<>();
    private final ByteBuffer lengthField = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer answer;
    private int lastId;

    /**
     * @param connection records progress and the end
     * @param server where requests go
     */
    SftpRequestPipeline(SshConnection connection, OutputStream server) {
        this.connection = connection;
        this.server = server;
    }

    /** Pending reply and its maximum length: many are pending at a time, and all are held in memory. */
    private record Awaited(CompletableFuture<SftpReply> reply, int maxBytes) {}

    /** Sends a request, or buffers it until a reply is awaited. */
    CompletableFuture<SftpReply> send(SftpRequest request) throws IOException {
        return send(request, NO_CONTENT, 0);
    }

    /**
     * Sends a request that ends with content.
     *
     * @param content sent when this returns
     * @param count bytes of it; the request itself says how many
     */
    CompletableFuture<SftpReply> send(SftpRequest request, byte[] content, int count) throws IOException {
        CompletableFuture<SftpReply> reply = new CompletableFuture<>();
        int id = ++lastId;
        awaited.put(id, new Awaited(reply, request.maxReplyBytes()));
        // After the registration: a later end of the connection finds the pending reply, an earlier one is detected
        // here.
        checkNotEnded(id);
        ByteBuffer packet = request.packet(id, count);
        sending(() -> {
            server.write(packet.array(), 0, packet.limit());
            server.write(content, 0, count);
        });
        return reply;
    }

    private void checkNotEnded(int id) throws IOException {
        try {
            connection.check();
        } catch (IOException e) {
            awaited.remove(id);
            throw e;
        }
    }

    /** Sends a request and ignores its reply. */
    void sendWithoutReply(SftpRequest request) throws IOException {
        CompletableFuture<SftpReply> unused = send(request);
        flushRequests();
    }

    SftpReply ask(SftpRequest request) throws IOException {
        return await(send(request));
    }

    /** Waits for a reply without a limit: the connection's timeout ends the wait. */
    SftpReply await(CompletableFuture<SftpReply> reply) throws IOException {
        if (reply.isDone()) {
            return answered(reply);
        }
        flushRequests();
        connection.progressTimeout().begin();
        try {
            return answered(reply);
        } finally {
            connection.progressTimeout().end();
        }
    }

    private SftpReply answered(CompletableFuture<SftpReply> reply) throws IOException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw connection.ended(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
            throw connection.ended(e);
        }
    }

    /** Sends buffered requests. */
    private void flushRequests() throws IOException {
        sending(server::flush);
    }

    private interface SendOperation {
        void run() throws IOException;
    }

    private void sending(SendOperation send) throws IOException {
        connection.progressTimeout().begin();
        try {
            send.run();
        } catch (IOException e) {
            connection.lost(e);
            throw connection.ended(e);
        } finally {
            connection.progressTimeout().end();
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** Receives bytes from the server, in pieces of any size. */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        connection.progressTimeout().progress();
        ByteBuffer piece = ByteBuffer.wrap(bytes, offset, count);
        while (piece.hasRemaining()) {
            fill(answer == null ? lengthField : answer, piece);
            if (answer == null && !lengthField.hasRemaining()) {
                answer = ByteBuffer.allocate(length(lengthField.flip().getInt()));
                lengthField.clear();
            } else if (answer != null && !answer.hasRemaining()) {
                dispatch(answer.flip());
                answer = null;
            }
        }
    }

    private static void fill(ByteBuffer into, ByteBuffer piece) {
        int count = Math.min(into.remaining(), piece.remaining());
        into.put(into.position(), piece, piece.position(), count).position(into.position() + count);
        piece.position(piece.position() + count);
    }

    private int length(int bytes) throws IOException {
        if (bytes < MIN_REPLY_BYTES || bytes > MAX_REPLY_BYTES) {
            throw malformedReply();
        }
        return bytes;
    }

    private void dispatch(ByteBuffer packet) throws IOException {
        Awaited answered = awaited.get(packet.getInt(1));
        if (answered == null) {
            return;
        }
        if (packet.limit() > answered.maxBytes()) {
            throw malformedReply();
        }
        awaited.remove(packet.getInt(1));
        answered.reply().complete(new SftpReply(packet));
    }

    private IOException malformedReply() {
        IOException malformedReply = new IOException("the server's replies are not those of SFTP");
        connection.lost(malformedReply);
        return malformedReply;
    }

    /** Ends the connection: the server closed the channel. */
    @Override
    public void close() {
        connection.lost(new IOException("the server ended the SFTP channel"));
    }

    /** Completes every pending reply with a failure. */
    void abandon(Throwable cause) {
        awaited.values().forEach(waiting -> waiting.reply().completeExceptionally(cause));
    }
}
