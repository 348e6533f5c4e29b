package org.flowgateway.backup.spi.transport;

import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Target;
import org.osgi.annotation.versioning.ProviderType;

/** Resolver of targets as callers write them to installed transports. Found as an OSGi service; every job resolves its target by it. Thread-safe. */
@ProviderType
public interface TargetResolver {

    /**
     * Resolves a target, without any connection.
     *
     * @param target as the caller wrote it
     * @param withPassword whether a password was given
     * @return the target that sessions are opened on
     * @throws InvalidRequestException if it is not a target, no transport for it is installed, or the transport refuses it; the message says what
     *         to do
     */
    ResolvedTarget resolve(Target target, boolean withPassword);
}
