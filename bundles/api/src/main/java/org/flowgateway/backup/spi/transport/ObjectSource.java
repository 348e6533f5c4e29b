package org.flowgateway.backup.spi.transport;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** Content of an object to store. It can be opened repeatedly, each time from its first byte; one thread at a time. */
@ProviderType
public interface ObjectSource {

    /** Returns the exact number of bytes of each opened stream. */
    long length();

    /** Returns the SHA-256 of those bytes, lower-case hexadecimal, 64 characters. */
    String sha256();

    /**
     * Returns whether the source guarantees the content: it was hashed in the very memory that it is read from, and a stream fails rather than
     * return anything else. A transport then need not hash it again, which saves seconds for a large backup.
     */
    default boolean isVouchedFor() {
        return false;
    }

    /**
     * Opens the content at its first byte.
     *
     * @return a stream that the caller closes
     * @throws IOException if the content is no longer available
     */
    InputStream open() throws IOException;

    /**
     * Returns a source of bytes in memory.
     *
     * @param content its content; copied
     */
    static ObjectSource of(byte[] content) {
        return new ByteArraySource(content);
    }
}
