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
 * Requests to an SFTP server and its answers, any number under way at a time. One thread sends and waits; answers are written into this
 * stream by the thread that reads the connection, which is never held up: no more can come than was asked for.
 */
final class SftpRequestPipeline extends OutputStream {

    /** Servers answer with at most 256 KiB; listings are the longest. */
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
     * @param connection what is told of progress and of the end
     * @param server where requests go
     */
    SftpRequestPipeline(SshConnection connection, OutputStream server) {
        this.connection = connection;
        this.server = server;
    }

    /** An answer to come, and the bytes that it can have: many are awaited at a time, and all of them are held in memory. */
    private record Awaited(CompletableFuture<SftpReply> reply, int maxBytes) {}

    /** Sends a request, or keeps it with those that follow until somebody waits. */
    CompletableFuture<SftpReply> send(SftpRequest request) throws IOException {
        return send(request, NO_CONTENT, 0);
    }

    /**
     * The same for a request that ends with content.
     *
     * @param content taken when this returns
     * @param count bytes of it; the request itself says how many
     */
    CompletableFuture<SftpReply> send(SftpRequest request, byte[] content, int count) throws IOException {
        CompletableFuture<SftpReply> reply = new CompletableFuture<>();
        int id = ++lastId;
        awaited.put(id, new Awaited(reply, request.maxReplyBytes()));
        // Only now: whoever ends the connection later finds what is awaited, and who ended it before is seen here.
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

    /** Sends a request whose answer does not matter. */
    void sendWithoutReply(SftpRequest request) throws IOException {
        send(request);
        flushRequests();
    }

    SftpReply ask(SftpRequest request) throws IOException {
        return await(send(request));
    }

    /** Waits for an answer, however long: whoever watches the connection ends it if nothing comes. */
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

    /** Sends what was kept. */
    private void flushRequests() throws IOException {
        sending(server::flush);
    }

    private interface Sending {
        void run() throws IOException;
    }

    private void sending(Sending what) throws IOException {
        connection.progressTimeout().begin();
        try {
            what.run();
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

    /** Takes in what the server sent, in whatever pieces. */
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
        IOException malformedReply = new IOException("the server's answers are not those of SFTP");
        connection.lost(malformedReply);
        return malformedReply;
    }

    /** The server sends no more. */
    @Override
    public void close() {
        connection.lost(new IOException("the server ended the SFTP channel"));
    }

    /** Lets everybody go who waits for an answer. */
    void abandon(Throwable cause) {
        awaited.values().forEach(waiting -> waiting.reply().completeExceptionally(cause));
    }
}
