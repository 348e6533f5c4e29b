package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of bytes as they go by. One thread. */
final class Content {

    /** Bytes moved at a time. */
    static final int BUFFER = 64 * 1024;

    private final MessageDigest digest;
    private long length;

    Content() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Takes in what a channel has left. */
    static Content of(ReadableByteChannel channel) throws IOException {
        Content content = new Content();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            content.add(buffer.array(), buffer.position());
            buffer.clear();
        }
        return content;
    }

    void add(byte[] bytes, int count) {
        digest.update(bytes, 0, count);
        count(count);
    }

    /** Bytes that somebody else has hashed. */
    void count(int count) {
        length += count;
    }

    long length() {
        return length;
    }

    /** SHA-256 of all that was added, lower-case hexadecimal; asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
