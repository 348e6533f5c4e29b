package org.flowgateway.backup.itests.incomplete;

import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Transport of an incomplete bundle, which fails only when it is used. */
public final class IncompleteTransport implements BundleActivator, TransportProvider {

    /** Scheme of the transport. */
    public static final String SCHEME_NAME = "x-lacking";

    @Override
    public void start(BundleContext context) {
        context.registerService(TransportProvider.class, this, new Hashtable<>(Map.of(SCHEME, SCHEME_NAME)));
    }

    @Override
    public void stop(BundleContext context) {
        // The service is unregistered with the bundle.
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        throw new TransportException(FailureKind.UNREACHABLE, new MissingClass().greeting());
    }
}
