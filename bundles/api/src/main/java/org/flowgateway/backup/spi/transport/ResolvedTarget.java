package org.flowgateway.backup.spi.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Target on which sessions can be opened. Immutable. */
@ProviderType
public interface ResolvedTarget {

    /**
     * Returns the transport that serves the target. It may be uninstalled at any time.
     *
     * @return the preferred one of those that are installed
     */
    TransportProvider provider();

    /**
     * Returns the target in terms of the transport.
     *
     * @return the target, as {@link TransportProvider#complete} returned it
     */
    TransportTarget completed();
}
