package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.Optional;

/**
 * Directory operations that tolerate other sessions and gateways creating and removing the same directories. Servers report such races with
 * arbitrary status codes: Apache MINA says "permission denied" for a directory that was just removed, and "already exists" for one that is
 * gone again. So a refusal counts only if a check afterwards does not explain it.
 */
public final class SftpDirectories {

    /**
     * Attempts before a refusal counts. A real refusal is repeated each time. A refusal by a race needs another session's change between
     * two of our requests each time, so only a real one reaches this limit.
     */
    static final int MAX_REFUSALS = 8;

    private final SftpClient client;

    public SftpDirectories(SftpClient client) {
        this.client = client;
    }

    /** Request that concerns a directory. */
    public interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * Creates a directory, unless another session does.
     *
     * @throws SftpStatus if it cannot be created; an {@linkplain SftpStatus#isAbsence absence} if its parent is missing
     */
    public void make(String directory) throws IOException {
        for (int refusals = 1; ; refusals++) {
            try {
                client.makeDirectory(directory);
                return;
            } catch (SftpStatus status) {
                Optional<SftpAttributes> there = inspect(directory);
                if (there.filter(SftpAttributes::isDirectory).isPresent()) {
                    return;
                }
                if (status.isAbsence() || there.isPresent()) {
                    throw status;
                }
                if (inspect(parent(directory)).isEmpty()) {
                    throw SftpStatus.absence(status);
                }
                if (refusals == MAX_REFUSALS) {
                    throw status;
                }
            }
        }
    }

    /**
     * Makes a request that concerns a directory.
     *
     * @return the answer; empty if the directory no longer exists
     * @throws SftpStatus if it exists, and the server refuses
     */
    public <T> Optional<T> ask(String directory, Question<T> question) throws IOException {
        for (int refusals = 1; ; refusals++) {
            try {
                return Optional.of(question.ask());
            } catch (SftpStatus status) {
                if (status.isAbsence() || inspect(directory).isEmpty()) {
                    return Optional.empty();
                }
                if (refusals == MAX_REFUSALS) {
                    throw status;
                }
            }
        }
    }

    /** Returns the parent directory of a path; {@code "/"} for the topmost. */
    public static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private Optional<SftpAttributes> inspect(String path) throws IOException {
        return client.lookup().lstat(path);
    }
}
