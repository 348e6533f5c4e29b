package org.flowgateway.backup.certify;

import java.io.InputStream;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** Source of an empty object. */
final class EmptySource implements ObjectSource {

    private static final String SHA_256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Override
    public long length() {
        return 0;
    }

    @Override
    public String sha256() {
        return SHA_256;
    }

    @Override
    public InputStream open() {
        return InputStream.nullInputStream();
    }
}
