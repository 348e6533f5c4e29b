package org.flowgateway.backup.api;

import org.osgi.annotation.versioning.ProviderType;

/** Append-only record of who did what. Thread-safe. */
@ProviderType
public interface AuditLog {

    /**
     * Appends an event, with the present time. Never throws: an event that cannot be written goes to the gateway's log, and the gateway reports
     * a problem until one can be.
     */
    void write(AuditEvent event);
}
