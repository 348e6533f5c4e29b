package org.flowgateway.backup.itests;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Transport that accepts every target, and runs a test's code when it is opened. */
record ScriptedTransport(Opening opening) implements TransportProvider {

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        return opening.open();
    }

    /** Code of the test. */
    @FunctionalInterface
    interface Opening {
        TransportSession open() throws TransportException;
    }
}
