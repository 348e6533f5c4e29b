package org.flowgateway.backup.transport.s3;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;
import org.junit.jupiter.api.AfterEach;

/** Laws of a transport, on any store. */
abstract class S3TransportContract extends TransportContract {

    private S3Transport transport;

    /** Returns the running store. */
    abstract S3StoreFixture store();

    @AfterEach
    void stop() {
        transport.deactivate();
    }

    @Override
    protected TransportProvider provider() {
        transport = store().transport();
        return transport;
    }

    @Override
    protected TransportTarget target() throws Exception {
        return store().target();
    }

    @Override
    protected Optional<String> password() {
        return store().password();
    }
}
