package ${package};

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * State that all sessions of a transport share. Thread-safe.
 *
 * @param open sessions that are not closed yet
 * @param activeNames temporary names that a session is writing now
 * @param noticedServers servers whose notice was returned
 */
record ${className}Sessions(Set<${className}Session> open, Set<String> activeNames, Set<String> noticedServers) {

    ${className}Sessions() {
        this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }
}
