package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.tck.TransportFixture;

/** Laws of a transport on a file system without hard links and without renames that replace nothing. */
class OnlyRenamesLawsTest extends LocalTransportLawsTest {

    @Override
    protected TransportFixture newFixture() {
        return LocalLaws.fixture(
                root -> TestTransport.observed(
                        new LimitedFileSystem("Operation not permitted", "Invalid argument"), root),
                base);
    }
}
