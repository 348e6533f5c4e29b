package org.flowgateway.backup.spi.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Receiver of a listing, entry by entry. One thread. */
@ProviderType
@FunctionalInterface
public interface ListEntryConsumer {

    /**
     * Accepts the next entry.
     *
     * @throws TransportException if the listing is too long; the transport stops and passes it on unchanged
     */
    void accept(ListEntry listed) throws TransportException;
}
