package org.flowgateway.backup.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Objects and empty directories below one session's root that are to be removed. Entries that no test can have made are left out. */
final class DirectoryContent {

    private final List<ObjectName> objects = new ArrayList<>();
    private final List<ObjectName> emptyDirectories = new ArrayList<>();
    private boolean complete = true;

    /** Finds the content of a directory; of the session's root if it is empty. */
    static DirectoryContent of(TransportSession session, Optional<ObjectName> directory) throws TransportException {
        DirectoryContent content = new DirectoryContent();
        content.find(session, directory);
        return content;
    }

    private void find(TransportSession session, Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> entries = session.list(directory);
        if (entries.isEmpty()) {
            // A failed put may have created an empty directory.
            directory.ifPresent(emptyDirectories::add);
        }
        for (ListEntry entry : entries) {
            String name = directory.map(above -> above.value() + "/").orElse("") + entry.name();
            if (!ObjectName.isName(name) || entry.name().indexOf('/') >= 0) {
                complete = false;
            } else if (entry.kind() == ListEntry.Kind.OBJECT) {
                objects.add(new ObjectName(name));
            } else if (entry.kind() == ListEntry.Kind.DIRECTORY) {
                find(session, Optional.of(new ObjectName(name)));
            }
        }
    }

    int size() {
        return objects.size();
    }

    /** Returns whether each name could be expressed relative to the session's root: there is a maximum length. */
    boolean isComplete() {
        return complete;
    }

    /** Removes the objects and the directories. */
    void remove(TransportSession session, RemovalProgress progress) throws TransportException {
        for (ObjectName object : objects) {
            session.delete(object);
            progress.removed();
        }
        for (ObjectName directory : emptyDirectories) {
            removeEmpty(session, directory);
        }
    }

    /** Removes an empty directory: stores an object in it first, since a directory is removed with its last object. */
    static void removeEmpty(TransportSession session, ObjectName directory) throws TransportException {
        ObjectName last = directory.resolve("last");
        session.put(last, ObjectSource.of(new byte[0]));
        session.delete(last);
    }
}
