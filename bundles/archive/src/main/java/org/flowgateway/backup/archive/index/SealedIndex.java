package org.flowgateway.backup.archive.index;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;

/** Sealed index in memory, ready to be stored or opened. Immutable. */
public final class SealedIndex {

    /** Maximum bytes of a sealed index, which is held in memory. Do not read a longer one. */
    public static final int MAX_BYTES = FormatLimits.INDEX_BYTES;

    private static final int PIECE = 1 << 16;

    private final StoredObject object;
    private final GrowableBuffer sealed;

    SealedIndex(StoredObject object, GrowableBuffer sealed) {
        this.object = object;
        this.sealed = sealed;
    }

    /**
     * Reads a stored index to its end.
     *
     * @param stored the stored bytes; not closed
     * @param expected the index's object in the manifest
     * @throws ArchiveException with {@code DAMAGED} if it is another object, {@code LIMIT_EXCEEDED} if it is too long
     * @throws IOException if {@code stored} fails
     */
    public static SealedIndex read(InputStream stored, StoredObject expected) throws IOException {
        if (expected.length() > MAX_BYTES) {
            throw ArchiveMessage.DOCUMENT_TOO_LONG.exception("index", expected.length(), MAX_BYTES);
        }
        GrowableBuffer sealed = new GrowableBuffer((int) expected.length());
        byte[] piece = new byte[PIECE];
        long left = expected.length();
        int count = stored.read(piece);
        while (count >= 0) {
            left -= count;
            if (left < 0) {
                throw ArchiveMessage.INDEX_TOO_LONG_FOR_MANIFEST.exception(expected.length());
            }
            sealed.output().write(piece, 0, count);
            count = stored.read(piece);
        }
        StoredObject object = sealed.describe(StoredObject.INDEX_NAME);
        if (!object.equals(expected)) {
            throw ArchiveMessage.OTHER_INDEX.exception();
        }
        return new SealedIndex(object, sealed);
    }

    /** Name, length and hash of the sealed bytes. */
    public StoredObject object() {
        return object;
    }

    /** Opens the sealed bytes from their start; repeatable. */
    public InputStream open() {
        return sealed.open();
    }
}
