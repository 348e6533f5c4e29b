package org.flowgateway.backup.api;

import org.osgi.annotation.versioning.ProviderType;

/** Append-only log of actors and their actions. Thread-safe. */
@ProviderType
public interface AuditLog {

    /**
     * Appends an event with the current time. Never throws: an event that cannot be written goes to the gateway's log, and the gateway reports a
     * problem until a write succeeds.
     */
    void write(AuditEvent event);
}
