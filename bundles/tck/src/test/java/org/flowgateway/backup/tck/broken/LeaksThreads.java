package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 13: each session starts a thread that never ends. */
public final class LeaksThreads extends BrokenTransport {

    /** @param whole transport to break */
    public LeaksThreads(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        CountDownLatch never = new CountDownLatch(1);
        Thread watchdog = new Thread(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "Watch that nobody ends");
        watchdog.setDaemon(true);
        watchdog.start();
        return new DelegatingSession(session);
    }
}
