package org.flowgateway.backup.core.transport;

import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.spi.transport.ResolvedTarget;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Resolved target of a job.
 *
 * @param transport the transport that serves it
 * @param completed the target in that transport's terms
 * @param displayed the target as status calls show it
 */
public record JobTarget(InstalledTransport transport, TransportTarget completed, Target displayed)
        implements ResolvedTarget {

    @Override
    public TransportProvider provider() {
        return transport.provider();
    }

    /** Tells whether it is the gateway's own backup directory. */
    public boolean isLocal() {
        return completed.scheme().equals(InstalledTargetResolver.LOCAL);
    }
}
