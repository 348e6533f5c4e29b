package com.example.backup.webdav;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that objects have until they are whole. They lie in the root, which is never removed, and start with a dot, as no object does.
 * Thread-safe: one for all sessions of this gateway.
 */
final class TemporaryNames {

    private static final String BEGIN = ".gateway-backup-";
    /** No object takes so long to be sent. */
    private static final Duration DEAD_AFTER = Duration.ofDays(1);

    private final Set<String> active = ConcurrentHashMap.newKeySet();

    /** The path of a new one below a root. */
    String newPath(String root) {
        String path = root + '/' + BEGIN + UUID.randomUUID();
        active.add(path);
        return path;
    }

    /** It is not used any more. */
    void release(String path) {
        active.remove(path);
    }

    /** Whether a listed name is one of these, of this session or another. */
    static boolean isTemporary(WebdavResource resource) {
        return resource.name().startsWith(BEGIN);
    }

    /** Whether it was left by a session that died, as far as this gateway knows. */
    boolean isOrphan(WebdavResource resource) {
        return isTemporary(resource) && !active.contains(resource.path());
    }

    /** Whether it was left by a session that died, whoever's it was. */
    boolean isDead(WebdavResource resource, Instant serversNow) {
        return isOrphan(resource) && resource.modified().isBefore(serversNow.minus(DEAD_AFTER));
    }
}
