package org.flowgateway.backup.archive;

import java.io.InputStream;
import java.util.List;

/**
 * A pack ready to be stored. It lies in the memory of its builder: valid until that is reset. Not thread-safe, but may be
 * handed from one thread to another.
 */
public final class SealedPack {

    private final int number;
    private final StoredObject object;
    private final SealedBytes sealed;
    private final List<PackedMember> members;
    private final long plainBytes;
    private volatile boolean released;

    SealedPack(int number, StoredObject object, SealedBytes sealed, List<PackedMember> members, long plainBytes) {
        this.number = number;
        this.object = object;
        this.sealed = sealed;
        this.members = members;
        this.plainBytes = plainBytes;
    }

    /** Name, length and hash of the sealed bytes. */
    public StoredObject object() {
        return object;
    }

    /**
     * The sealed bytes from their start, as often as wanted.
     *
     * @throws IllegalStateException if the builder was reset
     */
    public InputStream open() {
        if (released) {
            throw new IllegalStateException("the builder of this pack is at the next one");
        }
        return sealed.open();
    }

    /** Bytes of the tar. */
    public long plainBytes() {
        return plainBytes;
    }

    int number() {
        return number;
    }

    List<PackedMember> members() {
        return members;
    }

    void release() {
        released = true;
    }
}
