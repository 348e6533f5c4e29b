package org.flowgateway.backup.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.index.PackIndexLines;

/**
 * Sealed pack, ready to be stored. Its bytes are in a caller's buffer and readable until that is reused; the rest remains. Otherwise immutable.
 */
public final class SealedPack {

    private final int number;
    private final StoredObject object;
    private final PackBuffer sealed;
    private final PackIndexLines lines;
    private final long plainBytes;
    private final int sealedPack;

    SealedPack(int number, StoredObject object, PackBuffer sealed, PackIndexLines lines, long plainBytes) {
        this.number = number;
        this.object = object;
        this.sealed = sealed;
        this.lines = lines;
        this.plainBytes = plainBytes;
        this.sealedPack = sealed.pack();
    }

    /** Name, length and hash of the sealed bytes. */
    public StoredObject object() {
        return object;
    }

    /**
     * Opens the sealed bytes from their start; repeatable.
     *
     * @return a stream that fails rather than return other bytes than {@link #object} describes
     * @throws IOException from here or from a read, if the buffer holds another object by now
     */
    public InputStream open() throws IOException {
        return sealed.open(sealedPack);
    }

    /** Bytes of the tar. */
    public long plainBytes() {
        return plainBytes;
    }

    /** Number in the backup, from 0. */
    public int number() {
        return number;
    }

    /** Index lines of the pack's entries, for {@link IndexWriter#add}. */
    public PackIndexLines lines() {
        return lines;
    }
}
