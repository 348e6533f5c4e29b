package org.flowgateway.backup.spi.transport;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Source of bytes in memory. Immutable. */
final class ByteArraySource implements ObjectSource {

    private final byte[] content;
    private final String sha256;

    ByteArraySource(byte[] content) {
        this.content = content.clone();
        this.sha256 = Sha256.hex(Sha256.digest().digest(this.content));
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
