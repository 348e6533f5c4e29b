package org.flowgateway.backup.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.stream.StorageStream;

/** Stored bytes of a pack, counted and hashed during reading. */
final class PackSource extends StorageStream {

    private final StoredObject expected;
    private final MessageDigest digest = Sha256.digest();
    private long count;

    PackSource(InputStream in, StoredObject expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            count += read;
            if (count > expected.length()) {
                throw ArchiveMessage.PACK_TOO_LONG.exception(expected.length());
            }
            digest.update(bytes, offset, read);
        }
        return read;
    }

    /** Compares the bytes that were read with the index. */
    void check() throws ArchiveException {
        if (count != expected.length()) {
            throw ArchiveMessage.PACK_LENGTH_DIFFERS.exception(count, expected.length());
        }
        String hash = Sha256.hex(digest);
        if (!hash.equals(expected.sha256())) {
            throw ArchiveMessage.OTHER_PACK.exception(hash, expected.sha256());
        }
    }
}
