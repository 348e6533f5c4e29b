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
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files that all sessions on one target are writing, and those that a cut line left there. Thread-safe.
 *
 * <p>What another gateway is writing cannot be told from what a dead one left. Where it matters, it is taken for dead: its writer notices
 * that its file is gone and writes anew.
 */
public final class TemporaryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> orphans = new ConcurrentHashMap<>();

    /** A file is about to be written. */
    void add(String path) {
        active.add(path);
    }

    /** A file could not be made; if it was the line that failed, it may be there all the same. */
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

    /** Removes a file that is done with, be it stored or not; if the line is gone, the next session does. */
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

    /** Removes what sessions left whose line was cut. */
    void removeOrphans(SftpClient client) throws IOException {
        List<String> paths = List.copyOf(orphans.keySet());
        remove(client, paths);
        paths.forEach(orphans::remove);
    }

    /** Removes files; that one is gone already is no failure. */
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
                    LOG.warn("The temporary file {} could not be removed: {}", removal.getKey(), status.getMessage());
                }
            }
        }
    }
}
