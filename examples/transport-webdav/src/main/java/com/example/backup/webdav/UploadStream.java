package com.example.backup.webdav;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Content on its way to the server: a stream that the HTTP client's thread reads, and that remembers what was wrong with the content, which
 * the client would hide among its own failures. Thread-safe: the content is used by one thread at a time.
 */
final class UploadStream extends InputStream {

    private final ObjectSource source;
    private final DeclaredContent content;
    private TransportException failure;
    private boolean checked;
    private boolean ended;
    private volatile long lastProgress = System.nanoTime();

    UploadStream(ObjectName name, ObjectSource source) throws TransportException {
        this.source = source;
        content = new DeclaredContent(name, source);
    }

    /** What the HTTP client sends: with its length, so that a server notices when there is less. */
    BodyPublisher body() {
        return source.length() == 0 ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), source.length());
    }

    /** When content was last taken, in nanoseconds of {@link System#nanoTime}. */
    long lastProgress() {
        return lastProgress;
    }

    /** What was wrong with the content so far. */
    synchronized Optional<TransportException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Tells, when all was sent, whether it was what was declared.
     *
     * @throws TransportException if it was not
     */
    synchronized void check() throws TransportException {
        if (!checked) {
            // Only of nothing the client does not look for the end by itself.
            read(new byte[1], 0, 1);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int count) throws TransportException {
        if (ended) {
            throw new TransportException(FailureKind.CLOSED, "The upload has ended");
        }
        lastProgress = System.nanoTime();
        if (checked || count == 0) {
            return checked ? -1 : 0;
        }
        try {
            byte[] bytes = new byte[count];
            int filled = content.fill(bytes);
            System.arraycopy(bytes, 0, buffer, offset, filled);
            if (filled == 0) {
                // Here and not later: the server gets no end of what is not what was declared.
                checked = true;
                content.check();
                return -1;
            }
            return filled;
        } catch (TransportException e) {
            checked = true;
            failure = e;
            throw e;
        } finally {
            lastProgress = System.nanoTime();
        }
    }

    @Override
    public int read() throws TransportException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /** Gives the content back, as soon as nobody reads it; what an HTTP client does with {@link #close} has no effect. */
    synchronized void end() throws TransportException {
        ended = true;
        content.close();
    }
}
