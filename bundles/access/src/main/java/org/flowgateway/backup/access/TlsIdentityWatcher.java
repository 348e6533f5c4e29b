package org.flowgateway.backup.access;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timer that passes a changed key and certificate to a running server. */
final class TlsIdentityWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentityWatcher.class);
    private static final long SECONDS = 1;

    private final TlsIdentitySource source;
    private final GatewayServer server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-tls-watch");
        thread.setDaemon(true);
        return thread;
    });
    private String failure = "";

    /** Starts the timer. */
    TlsIdentityWatcher(TlsIdentitySource source, GatewayServer server) {
        this.source = source;
        this.server = server;
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::inspect, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void inspect() {
        try {
            var changed = source.refresh();
            if (changed.isPresent()) {
                server.exchange(changed.get());
                LOG.info(
                        "HTTPS uses the new certificate of {} for each new connection",
                        changed.get().certificate().getSubjectX500Principal());
            }
            failure = "";
        } catch (Exception e) { // Declared by Jetty as such; no exception may end the timer.
            if (!failure.equals(String.valueOf(e.getMessage()))) {
                failure = String.valueOf(e.getMessage());
                LOG.warn(
                        "A changed key and certificate could not be taken up; it is tried again with the next change",
                        e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
