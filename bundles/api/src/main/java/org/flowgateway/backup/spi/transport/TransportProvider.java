package org.flowgateway.backup.spi.transport;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Provider of sessions on targets of one or more schemes. Registered as an OSGi service with the property {@link #SCHEME}; found at run time, so
 * its bundle can be installed into, and uninstalled from, a running gateway. Of several providers for one scheme the one with the highest
 * service ranking is used. Thread-safe.
 */
@ConsumerType
public interface TransportProvider {

    /** Service property: the scheme, or an array of schemes, in lower case ({@code [a-z][a-z0-9+.-]*}). {@code local} is localhost. */
    String SCHEME = "org.flowgateway.backup.transport.scheme";

    /**
     * Fills in optional values and refuses an invalid target, without any connection and without waiting.
     *
     * @param target as the caller wrote it
     * @param withPassword whether a password was given
     * @return the target for sessions and for status calls
     * @throws TransportException {@link FailureKind#INVALID_TARGET}, naming the problem
     */
    TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException;

    /**
     * Opens a session. It may connect now or at the session's first call; the host's identity is verified before a credential is sent.
     *
     * @param target as {@link #complete} returned it, or with another path below that one's
     * @param password the login's password, owned by the caller, without control characters; empty for none
     * @return a session that the caller closes
     * @throws TransportException if the session cannot be opened
     */
    TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException;
}
