package org.flowgateway.backup.certify;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Transport whose put of {@value #LENGTH} bytes waits for an answer that never comes, until its session is closed. Thread-safe. */
final class HangingTransport implements TransportProvider {

    /** Length of an object that a test of the kit stores on its own thread. */
    private static final long LENGTH = 4095;

    private final TransportProvider whole;

    HangingTransport(TransportProvider whole) {
        this.whole = whole;
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        return whole.complete(target, withPassword);
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        CountDownLatch closed = new CountDownLatch(1);
        return new DelegatingSession(whole.open(target, password)) {
            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                if (source.length() != LENGTH) {
                    super.put(name, source);
                    return;
                }
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new TransportException(FailureKind.CLOSED, "The session was closed");
            }

            @Override
            public void close() {
                closed.countDown();
                super.close();
            }
        };
    }
}
