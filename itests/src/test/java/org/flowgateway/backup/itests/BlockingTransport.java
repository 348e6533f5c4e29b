package org.flowgateway.backup.itests;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Transport that blocks until it is released, and then refuses the login: a job then runs as long as a test needs. */
final class BlockingTransport implements TransportProvider {

    static final String SCHEME_NAME = "x-held";
    static final String REFUSAL = "The far side refuses this login: check username and password";

    private static final long DEADLINE_SECONDS = 120;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        entered.countDown();
        await(released, "released");
        throw new TransportException(FailureKind.AUTHENTICATION, REFUSAL);
    }

    void awaitEntered() {
        await(entered, "entered");
    }

    void release() {
        released.countDown();
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Never " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
