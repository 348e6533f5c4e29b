package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/**
 * Lengths of files that are open or were just written. They are requested by handle as long as the server reports them correctly, otherwise
 * by name after the file is closed. One thread.
 */
final class StoredFileLength {

    private final SftpClient client;
    private boolean byName;

    StoredFileLength(SftpClient client) {
        this.client = client;
    }

    /** Requests an open file's length without waiting; empty on a server that does not report it. */
    Optional<CompletableFuture<SftpReply>> ask(byte[] handle) throws IOException {
        return byName ? Optional.empty() : Optional.of(client.fstat(handle));
    }

    /**
     * Returns the length of a file that was written and closed.
     *
     * @param asked request made before it was closed
     * @param expected number of bytes that were sent
     * @throws SftpStatus an {@linkplain SftpStatus#isAbsence absence} if the file is gone
     */
    long written(String path, Optional<CompletableFuture<SftpReply>> asked, long expected) throws IOException {
        OptionalLong open = reported(asked);
        if (open.isPresent() && open.getAsLong() == expected) {
            return expected;
        }
        Optional<SftpAttributes> named = client.lookup().lstat(path);
        if (named.isEmpty()) {
            throw new SftpStatus(SftpStatus.NO_SUCH_FILE, "");
        }
        byName |= named.get().length() == expected;
        return named.get().length();
    }

    /** Returns the length of a file that is open for reading. */
    long read(String path, Optional<CompletableFuture<SftpReply>> asked) throws IOException {
        OptionalLong open = reported(asked);
        if (open.isPresent()) {
            return open.getAsLong();
        }
        byName = true;
        Optional<SftpAttributes> named = client.lookup().lstat(path);
        if (named.isEmpty()) {
            throw new SftpStatus(SftpStatus.NO_SUCH_FILE, "");
        }
        return named.get().length();
    }

    private OptionalLong reported(Optional<CompletableFuture<SftpReply>> asked) throws IOException {
        if (asked.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return client.await(asked.get()).attributes().size();
        } catch (SftpStatus refused) {
            return OptionalLong.empty();
        }
    }
}
