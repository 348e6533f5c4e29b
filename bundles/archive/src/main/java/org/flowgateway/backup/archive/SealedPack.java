package org.flowgateway.backup.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * A pack ready to be stored. Its bytes lie in memory that it was given, and can be read until that is used again; the rest
 * stays. Immutable but for that.
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
     * The sealed bytes from their start, as often as wanted.
     *
     * @return fails rather than give other bytes than those that {@link #object} describes
     * @throws IOException from here or from a read, if their memory holds another object by now
     */
    public InputStream open() throws IOException {
        return sealed.open(sealedPack);
    }

    /** Bytes of the tar. */
    public long plainBytes() {
        return plainBytes;
    }

    /** Its number in the backup, from 0. */
    public int number() {
        return number;
    }

    PackIndexLines lines() {
        return lines;
    }
}
