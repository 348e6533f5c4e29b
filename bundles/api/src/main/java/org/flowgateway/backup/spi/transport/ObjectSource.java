package org.flowgateway.backup.spi.transport;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** The content of an object to be stored. It can be opened again and again, each time from its first byte; one thread at a time. */
@ProviderType
public interface ObjectSource {

    /** Bytes that each opened stream gives, exactly. */
    long length();

    /** SHA-256 of those bytes, lower-case hexadecimal, 64 characters. */
    String sha256();

    /**
     * Whether whoever gives the content vouches for it: it was hashed in the very memory that it is read from, and a stream fails rather
     * than give anything else. A transport need not hash it once more then, which for a large backup is a matter of seconds.
     */
    default boolean isVouchedFor() {
        return false;
    }

    /**
     * Opens the content at its first byte.
     *
     * @return a stream that the caller closes
     * @throws IOException if the content can no longer be had
     */
    InputStream open() throws IOException;
}
