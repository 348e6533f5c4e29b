package org.flowgateway.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An index ready to be stored, in memory. Immutable. */
public final class SealedIndex {

    private final StoredObject object;
    private final SealedBytes sealed;
    private final List<StoredObject> packs;

    SealedIndex(StoredObject object, SealedBytes sealed, List<StoredObject> packs) {
        this.object = object;
        this.sealed = sealed;
        this.packs = packs;
    }

    /** Name, length and hash of the sealed bytes. */
    public StoredObject object() {
        return object;
    }

    /** The sealed bytes from their start, as often as wanted. */
    public InputStream open() throws IOException {
        return sealed.open();
    }

    /** The packs of the backup, in order of their numbers. */
    public List<StoredObject> packs() {
        return packs;
    }
}
