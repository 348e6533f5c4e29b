package org.flowgateway.backup.transport.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.DiskFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Session on a missing directory, with access to the disk behind it. */
abstract class LocalFixture extends DiskFixture {

    Path root;
    LocalTransport transport;
    TransportSession session;

    @BeforeEach
    void open() throws Exception {
        root = base.resolve("backups");
        transport = TestTransport.to(root);
        session = newSession();
    }

    @AfterEach
    void close() {
        transport.deactivate();
    }

    TransportSession newSession() throws TransportException {
        return transport.open(new TransportTarget("local", "", "", ""), Optional.empty());
    }

    List<String> listed(String directory) throws TransportException {
        return session.list(directory.isEmpty() ? Optional.empty() : Optional.of(name(directory))).stream()
                .map(ListEntry::name)
                .sorted()
                .toList();
    }
}
