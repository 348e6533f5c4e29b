package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files that the sessions on one target are writing, and orphans of broken connections. Thread-safe.
 *
 * <p>A file that another gateway is writing looks like an orphan. Where it matters, it is removed: its writer detects that and writes again.
 */
public final class TemporaryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> orphans = new ConcurrentHashMap<>();

    /** Registers a file before it is written. */
    void add(String path) {
        active.add(path);
    }

    /** Records that a file could not be created; if the connection broke, it may exist all the same. */
    void creationFailed(String path, IOException failure) {
        active.remove(path);
        if (failure instanceof TransportException ended
                && (ended.kind().isTransient() || ended.kind() == FailureKind.CLOSED)) {
            orphans.put(path, true);
        }
    }

    boolean isActive(String path) {
        return active.contains(path);
    }

    /** Removes a file that is no longer needed; if the connection is broken, the next session removes it. */
    void discard(SftpClient client, String path) throws IOException {
        try {
            remove(client, List.of(path));
        } catch (IOException e) {
            orphans.put(path, true);
            throw e;
        } finally {
            active.remove(path);
        }
    }

    private static boolean exists(SftpClient client, String path) throws IOException {
        try {
            return client.lookup().lstat(path).isPresent();
        } catch (SftpStatus refused) {
            return true;
        }
    }

    /** Removes the orphans of broken connections. */
    void removeOrphans(SftpClient client) throws IOException {
        List<String> paths = List.copyOf(orphans.keySet());
        remove(client, paths);
        paths.forEach(orphans::remove);
    }

    /** Removes files; a missing file is no failure. */
    void remove(SftpClient client, List<String> paths) throws IOException {
        Map<String, CompletableFuture<SftpReply>> asked = new LinkedHashMap<>();
        for (String path : paths) {
            asked.put(path, client.remove(path));
        }
        for (Map.Entry<String, CompletableFuture<SftpReply>> removal : asked.entrySet()) {
            try {
                client.await(removal.getValue()).ok();
            } catch (SftpStatus status) {
                if (!status.isAbsence() && exists(client, removal.getKey())) {
                    LOG.warn("{}", SftpNoticeMessage.ORPHAN_NOT_REMOVED.with(removal.getKey(), status.getMessage()));
                }
            }
        }
    }
}
