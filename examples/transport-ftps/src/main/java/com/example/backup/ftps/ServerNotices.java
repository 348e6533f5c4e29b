package com.example.backup.ftps;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notices about servers, each of which is returned once. Thread-safe. */
final class ServerNotices {

    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Reports, once for each server, that FTP has no command that makes content durable. */
    void reportNotDurable(FtpsTarget target) {
        if (reported.add(target.toString())) {
            pending.add(target.toString());
        }
    }

    /** Returns the notices since the last call. */
    List<String> take(FtpsTarget target) {
        return pending.remove(target.toString())
                ? List.of("FTP cannot flush files to disk: a power failure of " + target
                        + " can destroy what was stored shortly before. Check the backup after such a failure")
                : List.of();
    }
}
