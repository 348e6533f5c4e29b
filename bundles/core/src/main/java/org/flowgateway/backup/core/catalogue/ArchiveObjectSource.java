package org.flowgateway.backup.core.catalogue;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.spi.transport.ObjectSource;

/**
 * Source of an archive object that is in memory and was hashed there.
 *
 * @param object its length and SHA-256
 * @param content opens its bytes, each time from the first
 */
public record ArchiveObjectSource(StoredObject object, Content content) implements ObjectSource {

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public String sha256() {
        return object.sha256();
    }

    @Override
    public boolean isVouchedFor() {
        return true;
    }

    @Override
    public InputStream open() throws IOException {
        return content.open();
    }

    /** Opens bytes. */
    @FunctionalInterface
    public interface Content {
        /** @return a stream from the first byte on, that the caller closes */
        InputStream open() throws IOException;
    }
}
