package org.flowgateway.backup.spi.transport;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Content to store, read once and checked against its declaration, as law 3 of {@link TransportSession} requires of a transport. Failures of the
 * source are distinguished from those of the store. One thread.
 */
@ProviderType
public final class DeclaredContent implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

    private final ObjectName name;
    private final ObjectSource source;
    private final InputStream bytes;
    private final MessageDigest digest = Sha256.digest();
    private long length;

    /**
     * Opens the source.
     *
     * @param name name of the object, for messages
     * @param source declared content; its own {@code TransportException} passes through all methods
     * @throws TransportException {@link FailureKind#INTEGRITY} if it cannot be opened
     */
    public DeclaredContent(ObjectName name, ObjectSource source) throws TransportException {
        this.name = name;
        this.source = source;
        try {
            bytes = source.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the bytes read so far. */
    public long length() {
        return length;
    }

    /**
     * Fills a buffer as far as there is content.
     *
     * @return bytes in the buffer; 0 at the end
     * @throws TransportException {@link FailureKind#INTEGRITY} if there is more content than declared, or it cannot be read
     */
    public int fill(byte[] buffer) throws TransportException {
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
            throw SpiMessage.CONTENT_TOO_LONG.exception(name.value(), source.length());
        }
        return count;
    }

    /**
     * Checks at the end that the content equals its declaration; called once, before the object becomes visible.
     *
     * @throws TransportException {@link FailureKind#INTEGRITY} if it was shorter, or differs
     */
    public void check() throws TransportException {
        if (length < source.length()) {
            throw SpiMessage.CONTENT_TOO_SHORT.exception(name.value(), length, source.length());
        }
        if (!source.isVouchedFor() && !Sha256.hex(digest.digest()).equals(source.sha256())) {
            throw SpiMessage.CONTENT_DIFFERS.exception(name.value());
        }
    }

    /**
     * Returns whether stored bytes are those that a source declares.
     *
     * @param stored stored bytes; read to the end, and not closed
     * @throws IOException if {@code stored} fails
     */
    public static boolean isSame(ObjectSource source, InputStream stored) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        for (int read = stored.read(buffer); read >= 0; read = stored.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return Sha256.hex(digest.digest()).equals(source.sha256());
    }

    /**
     * Closes the source's stream.
     *
     * @throws TransportException {@link FailureKind#INTEGRITY} if closing fails
     */
    @Override
    public void close() throws TransportException {
        try {
            bytes.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TransportException unreadable(IOException cause) {
        // Distinguished from the store's failures: a missing file of the source is no missing object.
        return cause instanceof TransportException known
                ? known
                : SpiMessage.CONTENT_UNREADABLE.causedBy(cause, name.value());
    }
}
