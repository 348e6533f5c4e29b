package com.example.backup.ftps;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.spi.transport.ListEntry;

/**
 * Temporary names of objects during an upload, in the directory of the object. They begin with a dot, as no object's name does. Thread-safe: one
 * instance for all sessions of this gateway.
 */
final class TemporaryNames {

    private static final String BEGIN = ".gateway-backup-";

    private final Set<String> active = ConcurrentHashMap.newKeySet();

    /** Creates a temporary path in a directory. */
    String newPath(String directory) {
        String name = BEGIN + UUID.randomUUID();
        active.add(name);
        return FtpsTarget.child(directory, name);
    }

    /** Releases a path that is no longer used. */
    void release(String path) {
        active.remove(FtpsTarget.lastSegment(path));
    }

    /** Returns true for a temporary name, of this gateway or another. */
    static boolean isTemporary(ListEntry entry) {
        return entry.name().startsWith(BEGIN);
    }

    /** Returns true for the temporary name of a dead session: no session of this gateway uses it. */
    boolean isOrphan(ListEntry entry) {
        return isTemporary(entry) && !active.contains(entry.name());
    }
}
