package com.example.backup.ftps;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;

/** Upload of content under a temporary name. One thread. */
final class FtpsUpload {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final FtpsConnection connection;
    private final FtpsTree tree;
    private final DirectoryLock lock;

    FtpsUpload(FtpsConnection connection, FtpsTree tree, DirectoryLock lock) {
        this.connection = connection;
        this.tree = tree;
        this.lock = lock;
    }

    /**
     * Stores content under a temporary path, and removes what is there if that fails.
     *
     * @param name name of the object, for messages
     * @param path a temporary path; its directory is created
     */
    void store(ObjectName name, ObjectSource source, String path) throws TransportException {
        try (DeclaredContent content = new DeclaredContent(name, source)) {
            FtpsDataConnection data = lock.locked(connection, () -> open(path));
            send(content, data, path);
        }
    }

    /** Creates the file, so that its directory cannot be removed any more. */
    private FtpsDataConnection open(String path) throws TransportException {
        tree.make(FtpsTarget.parent(path));
        Optional<FtpsDataConnection> data = connection.open("STOR", path, 0);
        if (data.isEmpty()) {
            // Another session may have removed the directory, which this one still knows.
            tree.forget();
            tree.make(FtpsTarget.parent(path));
            data = connection.open("STOR", path, 0);
        }
        return data.orElseThrow(this::refusal);
    }

    private TransportException refusal() {
        try {
            return connection.refusal();
        } catch (TransportException e) {
            return e;
        }
    }

    private void send(DeclaredContent content, FtpsDataConnection data, String path) throws TransportException {
        try {
            copy(content, data);
        } catch (TransportException e) {
            if (!connection.isLost()) {
                // The source failed: the server must not wait for more, and keeps a file.
                data.finish();
                tree.remove(path);
            }
            throw e;
        }
        if (!data.finish().isPositive()) {
            TransportException refusal = connection.refusal();
            tree.remove(path);
            throw refusal;
        }
    }

    private static void copy(DeclaredContent content, FtpsDataConnection data) throws TransportException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = content.fill(buffer); count > 0; count = content.fill(buffer)) {
            data.write(buffer, count);
        }
        content.check();
    }
}
