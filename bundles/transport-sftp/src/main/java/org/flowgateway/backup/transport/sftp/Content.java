package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;

/** What is to be stored, read once and checked against what it was declared to be. One thread. */
final class Content implements AutoCloseable {

    private final ObjectName name;
    private final ObjectSource source;
    private final InputStream bytes;
    private final MessageDigest digest = sha256();
    private long length;

    Content(ObjectName name, ObjectSource source) throws TransportException {
        this.name = name;
        this.source = source;
        try {
            bytes = source.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Bytes given so far. */
    long length() {
        return length;
    }

    /**
     * Fills a buffer as far as there is content for it.
     *
     * @return bytes in the buffer; 0 at the end
     * @throws TransportException {@link FailureKind#INTEGRITY} if there is more than was declared, or it cannot be read
     */
    int fill(byte[] buffer) throws TransportException {
        int count;
        try {
            count = bytes.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (!source.isVouchedFor()) {
            digest.update(buffer, 0, count);
        }
        length += count;
        if (length > source.length()) {
            throw other("longer than its " + source.length() + " bytes");
        }
        return count;
    }

    /** @throws TransportException {@link FailureKind#INTEGRITY} if what was given is not all that was declared */
    void check() throws TransportException {
        if (length < source.length()) {
            throw other("shorter, " + length + " of " + source.length() + " bytes");
        }
        if (!source.isVouchedFor() && !HexFormat.of().formatHex(digest.digest()).equals(source.sha256())) {
            throw other("of another SHA-256");
        }
    }

    @Override
    public void close() throws TransportException {
        try {
            bytes.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** SHA-256 of all that a stream has left, lower-case hexadecimal. */
    static String sha256(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[ObjectStream.CHUNK];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private TransportException unreadable(IOException cause) {
        // Kept apart from the server's own failures: a file missing there is none missing here.
        return cause instanceof TransportException known ? known
                : new TransportException(FailureKind.INTEGRITY, "The content to be stored as " + name + " could not be read to its end", cause);
    }

    private TransportException other(String how) {
        return new TransportException(FailureKind.INTEGRITY, "The content to be stored as " + name + " is not what was declared: " + how);
    }
}
