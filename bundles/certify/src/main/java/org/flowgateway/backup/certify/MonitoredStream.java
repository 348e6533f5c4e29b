package org.flowgateway.backup.certify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.TransportException;

/** Stream of a candidate's object; each operation is a monitored call. One thread. */
final class MonitoredStream extends FilterInputStream {

    private final InputStream delegate;
    private final SessionState state;
    private final CallMonitor monitor;

    MonitoredStream(InputStream delegate, SessionState state, CallMonitor monitor) {
        super(delegate);
        this.delegate = delegate;
        this.state = state;
        this.monitor = monitor;
    }

    @Override
    public int read() throws IOException {
        return call(() -> super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        return call(() -> super.read(buffer, offset, count));
    }

    @Override
    public long skip(long count) throws IOException {
        return call(() -> super.skip(count));
    }

    @Override
    public int available() throws IOException {
        return call(() -> super.available());
    }

    @Override
    public void close() throws IOException {
        call(() -> {
            super.close();
            return null;
        });
    }

    /** Returns the text of the other stream, which must not hold a secret either. */
    @Override
    public String toString() {
        return delegate.toString();
    }

    private <T> T call(Operation<T> operation) throws IOException {
        MonitoredCall call = monitor.begin(state, "read");
        try {
            return operation.run();
        } catch (TransportException e) {
            throw monitor.failed(call, e);
        } finally {
            monitor.end(call);
        }
    }

    /** Operation on the stream. */
    @FunctionalInterface
    private interface Operation<T> {
        T run() throws IOException;
    }
}
