package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.tck.TransportFixture;

/** Laws of a transport on a file system without hard links. */
class NoHardLinksLawsTest extends LocalTransportLawsTest {

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(
                root -> TestTransport.observed(new LimitedFileSystem("Operation not permitted", null), root), base);
    }
}
