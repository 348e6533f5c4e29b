package com.example.backup.webdav;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporary names of objects during an upload. They are in the root, which is never removed, and start with a dot, as no object's name
 * does. Thread-safe: one instance for all sessions of this gateway.
 */
final class TemporaryNames {

    private static final String BEGIN = ".gateway-backup-";
    /** Age after which a temporary name is an orphan: no upload takes so long. */
    private static final Duration DEAD_AFTER = Duration.ofDays(1);

    private final Set<String> active = ConcurrentHashMap.newKeySet();

    /** Creates a temporary path below a root. */
    String newPath(String root) {
        String path = root + '/' + BEGIN + UUID.randomUUID();
        active.add(path);
        return path;
    }

    /** Releases a path that is no longer used. */
    void release(String path) {
        active.remove(path);
    }

    /** Returns true for a temporary name, of this session or another. */
    static boolean isTemporary(WebdavResource resource) {
        return resource.name().startsWith(BEGIN);
    }

    /** Returns true for an orphan, as far as this gateway knows. */
    boolean isOrphan(WebdavResource resource) {
        return isTemporary(resource) && !active.contains(resource.path());
    }

    /** Returns true for an orphan of any gateway, by its age. */
    boolean isDead(WebdavResource resource, Instant serversNow) {
        return isOrphan(resource) && resource.modified().isBefore(serversNow.minus(DEAD_AFTER));
    }
}
