package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.spi.transport.TransportProvider;

/** Laws of a transport on a file system without hard links and without renames that replace nothing. */
class OnlyRenamesContractTest extends LocalTransportContractTest {

    @Override
    protected TransportProvider provider() {
        return TestTransport.observed(
                new LimitedFileSystem("Operation not permitted", "Invalid argument"), directory.resolve("backups"));
    }
}
