package org.flowgateway.backup.core.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Listing under construction, limited in entries and in characters of names, so that a target decides neither its memory nor its
 * duration.
 */
final class BoundedListing implements ListEntryConsumer {

    /** Entries of one directory; a backup has at most 100,000 packs. */
    static final int MAX_ENTRIES = 250_000;
    /** Characters of all names of one directory. */
    static final long MAX_CHARACTERS = 16L << 20;

    /** Bytes that an entry takes in an answer beside its name, roughly: so a listing has to move as much as an object in the same time. */
    private static final int ENTRY_BYTES = 256;

    private final String directory;
    private final LongConsumer progress;
    private final List<ListEntry> entries = new ArrayList<>();
    private long characters;

    /**
     * @param directory name of it in messages
     * @param progress takes bytes that were moved
     */
    BoundedListing(String directory, LongConsumer progress) {
        this.directory = directory;
        this.progress = progress;
    }

    @Override
    public void accept(ListEntry entry) throws TransportException {
        characters += entry.name().length();
        if (entries.size() == MAX_ENTRIES || characters > MAX_CHARACTERS) {
            throw TransportFailureMessage.LISTING_TOO_LONG.exception(directory, MAX_ENTRIES, MAX_CHARACTERS);
        }
        entries.add(entry);
        progress.accept(ENTRY_BYTES + entry.name().length());
    }

    List<ListEntry> entries() {
        return entries;
    }
}
