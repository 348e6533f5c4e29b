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
 * Content of an upload: a stream that the HTTP client's thread reads. It records a failure of the content, which the client would hide
 * among its own. Thread-safe: the content is used by one thread at a time.
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

    /** Returns the body for the HTTP client, with its length, so that a server detects truncation. */
    BodyPublisher body() {
        return source.length() == 0 ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), source.length());
    }

    /** Returns the time at which content was last read, by {@link System#nanoTime}. */
    long lastProgress() {
        return lastProgress;
    }

    /** Returns the failure of the content, if there was one. */
    synchronized Optional<TransportException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Checks, after the upload, that the content matched its declaration.
     *
     * @throws TransportException if it did not
     */
    synchronized void check() throws TransportException {
        if (!checked) {
            // The client reads the end by itself unless the content is empty.
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
                // Before the end is sent: the server must not get a complete body that differs from its declaration.
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

    /** Closes the content once it is not being read; the HTTP client's {@link #close} has no effect. */
    synchronized void end() throws TransportException {
        ended = true;
        content.close();
    }
}
