package org.flowgateway.backup.archive.index;

import java.io.IOException;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;

/** Consumer of the entries of an index, in their order. */
@FunctionalInterface
public interface EntryConsumer {

    /**
     * Accepts one entry.
     *
     * @param entry the entry, checked
     * @throws IOException to stop; passed on unchanged
     */
    void accept(IndexedEntry entry) throws IOException;

    /**
     * Accepts an omission, at its place between the entries. One of {@link Omission.Reason#ATTRIBUTES} comes directly after its entry. The
     * default ignores omissions.
     *
     * @param omission the omission, checked
     * @throws IOException to stop; passed on unchanged
     */
    default void omitted(Omission omission) throws IOException {}
}
