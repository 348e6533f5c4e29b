package org.flowgateway.backup.certify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** Source whose bytes, as they are read, are progress of the call that stores them. As thread-safe as the other source. */
final class MonitoredSource implements ObjectSource {

    private final ObjectSource delegate;
    private final MonitoredCall call;

    MonitoredSource(ObjectSource delegate, MonitoredCall call) {
        this.delegate = delegate;
        this.call = call;
    }

    @Override
    public long length() {
        return delegate.length();
    }

    @Override
    public String sha256() {
        return delegate.sha256();
    }

    @Override
    public boolean isVouchedFor() {
        return delegate.isVouchedFor();
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(delegate.open()) {
            @Override
            public int read() throws IOException {
                call.progress();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                call.progress();
                return super.read(buffer, offset, count);
            }

            @Override
            public long skip(long count) throws IOException {
                call.progress();
                return super.skip(count);
            }
        };
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
