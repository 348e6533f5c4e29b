package org.flowgateway.backup.core.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that reports how many bytes were read or skipped, as they are. */
final class WatchedStream extends FilterInputStream {

    private final LongConsumer progress;

    WatchedStream(InputStream stream, LongConsumer progress) {
        super(stream);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        report(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        report(read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        report(skipped);
        return skipped;
    }

    private void report(long count) {
        if (count > 0) {
            progress.accept(count);
        }
    }
}
