package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.spi.transport.TransportProvider;

/** The laws on a file system without hard links. */
class NoHardLinksContractTest extends LocalTransportContractTest {

    @Override
    protected TransportProvider provider() {
        return new LocalTransport(new Configured(directory.resolve("backups").toString()), (link, existing) -> {
            throw new UnsupportedOperationException("No hard links, as the test wants it");
        });
    }
}
