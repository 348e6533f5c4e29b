package org.flowgateway.backup.core.transport;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/**
 * Stream of an object's bytes that resumes after a lost connection. All reads are of the same object, since no object can be overwritten;
 * and the reader of a pack compares its SHA-256 in the end.
 */
final class ResumingStream extends InputStream {

    private final ObjectName name;
    private final RetryingSession session;
    private final ProgressWindow window;
    private InputStream stream;
    private long position;
    private long recoveredAt;

    /**
     * @param window of all of its reads together
     * @param offset bytes of the object to leave out
     * @throws TransportException if the object cannot be opened
     */
    ResumingStream(ObjectName name, RetryingSession session, ProgressWindow window, long offset)
            throws TransportException {
        this.name = name;
        this.session = session;
        this.window = window;
        this.position = offset;
        this.stream = session.retry(session.withNotices(this::openAtPosition), window);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = session.retry(
                current -> {
                    if (stream == null) {
                        stream = session.withNotices(this::openAtPosition).on(current);
                    }
                    return readOnce(buffer, offset, length);
                },
                window);
        position += Math.max(0, read);
        if (position >= recoveredAt) {
            window.resetFailures(); // Before that it may be a target that gives a few bytes to each try, and has to be
            // tried ever more rarely.
        }
        return read;
    }

    private int readOnce(byte[] buffer, int offset, int length) throws TransportException {
        try {
            return stream.read(buffer, offset, length);
        } catch (IOException e) {
            stream = null; // It belongs to a session that is closed before the next try.
            recoveredAt = position + ProgressWindow.MIN_BYTES;
            throw asTransportFailure(e);
        }
    }

    private InputStream openAtPosition(TransportSession current) throws TransportException {
        if (position > 0) {
            try {
                return new WatchedStream(current.read(name, position), window::progress);
            } catch (TransportException e) {
                if (e.kind() != FailureKind.UNSUPPORTED) {
                    throw e;
                }
            }
        }
        return skipToPosition(new WatchedStream(current.read(name), window::progress));
    }

    private InputStream skipToPosition(InputStream opened) throws TransportException {
        try {
            opened.skipNBytes(position);
            return opened;
        } catch (IOException e) {
            throw asTransportFailure(e);
        }
    }

    private TransportException asTransportFailure(IOException failure) {
        return failure instanceof TransportException transport
                ? transport
                : TransportFailureMessage.STREAM_FAILED.causedBy(failure, name.toString());
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
