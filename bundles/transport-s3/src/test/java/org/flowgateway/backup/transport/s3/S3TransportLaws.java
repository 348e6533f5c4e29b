package org.flowgateway.backup.transport.s3;

import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;

/** Laws of a transport, on any store. */
abstract class S3TransportLaws extends TransportLaws {

    /** Returns the running store. */
    abstract S3StoreFixture store();

    @Override
    protected TransportFixture newFixture() throws Exception {
        return store().laws(store().transport());
    }
}
