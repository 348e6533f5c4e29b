package org.flowgateway.backup.core.transport;

import java.util.Objects;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * An installed transport.
 *
 * @param provider the service
 * @param serviceId its OSGi service id
 * @param ranking its OSGi service ranking
 */
public record InstalledTransport(TransportProvider provider, long serviceId, int ranking)
        implements Comparable<InstalledTransport> {

    public InstalledTransport {
        Objects.requireNonNull(provider, "provider");
    }

    /** The one to prefer first: the higher ranking, then the older service, as OSGi orders them. */
    @Override
    public int compareTo(InstalledTransport other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(serviceId, other.serviceId);
    }

    /** Display name: its bundle's symbolic name and version, or outside of a container the simple name of its class. */
    public String name() {
        Bundle bundle = FrameworkUtil.getBundle(provider.getClass());
        return bundle == null
                ? provider.getClass().getSimpleName()
                : bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
