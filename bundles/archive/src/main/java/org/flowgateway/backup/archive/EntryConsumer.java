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

    /**
     * Takes a note of what is not in the backup, between the entries where it would be; one of {@link Omission.Reason#ATTRIBUTES} comes straight
     * after its entry. Who does not ask is not told.
     *
     * @param omission the note, checked
     * @throws IOException to stop; passed on as it is
     */
    default void omitted(Omission omission) throws IOException {}
}
