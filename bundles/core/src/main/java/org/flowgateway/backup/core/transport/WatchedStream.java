package org.flowgateway.backup.core.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells when it is read. */
final class WatchedStream extends FilterInputStream {

    private final Runnable progress;

    WatchedStream(InputStream stream, Runnable progress) {
        super(stream);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        progress.run();
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        progress.run();
        return super.read(buffer, offset, length);
    }
}
