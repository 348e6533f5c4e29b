package org.flowgateway.backup.tck.broken;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 12: the space that objects take is reported as free. */
public final class LiesAboutSpace extends BrokenTransport {

    private final AtomicLong stored = new AtomicLong();

    /** @param whole transport to break */
    public LiesAboutSpace(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public Probe probe() throws TransportException {
                return Probe.of(super.probe().capabilities()).withFreeBytes(stored.get());
            }

            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                super.put(name, source);
                stored.addAndGet(source.length());
            }
        };
    }
}
