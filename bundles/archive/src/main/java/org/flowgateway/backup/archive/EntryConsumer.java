package org.flowgateway.backup.archive;

import java.io.IOException;

/** Takes the entries of an index, one after the other. */
@FunctionalInterface
public interface EntryConsumer {

    /**
     * Takes one entry.
     *
     * @param entry the entry, checked
     * @throws IOException to stop; passed on as it is
     */
    void accept(IndexedEntry entry) throws IOException;
}
