package com.example.backup.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Probe of a target: stores an object under a temporary name, reads it back, renames it and removes it.
 *
 * <p>It declares nothing. FTP renames over an existing name, and has neither a flush nor a query of free space.
 */
final class FtpsStorageProbe {

    private static final ObjectName NAME = new ObjectName("probe");
    private static final int LENGTH = 512;

    private final FtpsConnection connection;
    private final FtpsTree tree;
    private final FtpsUpload upload;
    private final TemporaryNames temporary;

    FtpsStorageProbe(FtpsConnection connection, FtpsTree tree, FtpsUpload upload, TemporaryNames temporary) {
        this.connection = connection;
        this.tree = tree;
        this.upload = upload;
        this.temporary = temporary;
    }

    /** Verifies that the root can hold backups. */
    Probe run() throws TransportException {
        String first = temporary.newPath(connection.target().root());
        String second = temporary.newPath(connection.target().root());
        try {
            verify(first, second);
        } finally {
            temporary.release(first);
            temporary.release(second);
        }
        return Probe.of();
    }

    private void verify(String first, String second) throws TransportException {
        ObjectSource source = ObjectSource.of(randomBytes());
        upload.store(NAME, source, first);
        boolean same = isSame(first, source);
        FtpsReply renamed = connection.command(to -> to.rename(first, second));
        tree.remove(renamed.isPositive() ? second : first);
        if (!same) {
            throw connection.failure(FtpsMessage.READ_BACK_DIFFERS);
        }
        if (!renamed.isPositive()) {
            throw connection.refusal(renamed);
        }
    }

    private boolean isSame(String path, ObjectSource source) throws TransportException {
        Optional<FtpsDataConnection> data = connection.open("RETR", path, 0);
        if (data.isEmpty()) {
            throw connection.refusal();
        }
        try (InputStream stored = new FtpsObjectStream(connection, data.get(), source.length())) {
            return DeclaredContent.isSame(source, stored);
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
