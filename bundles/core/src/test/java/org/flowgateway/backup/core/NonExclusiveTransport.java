package org.flowgateway.backup.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.PutOptions;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.transport.support.DelegatingSession;

/**
 * Store in memory that checks before it stores, without a lock: two concurrent writers can create one name, and the later content
 * remains.
 */
final class NonExclusiveTransport implements TransportProvider {

    private final MemoryTransport memory;
    private final Consumer<String> between;

    /** @param between is run between the look at a name and the store, with the name */
    NonExclusiveTransport(MemoryTransport memory, Consumer<String> between) {
        this.memory = memory;
        this.between = between;
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        TransportSession session = memory.open(target, password);
        return new DelegatingSession(session) {
            @Override
            public Probe probe() {
                return Probe.of();
            }

            @Override
            public void put(ObjectName name, ObjectSource source) throws TransportException {
                byte[] present = memory.objects().get(target.path() + '/' + name);
                byte[] content = content(source);
                between.accept(name.value());
                if (present != null && !Arrays.equals(present, content)) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, name + " is taken");
                }
                memory.plant(target.path() + '/' + name, content);
            }

            @Override
            public void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
                put(name, source);
            }
        };
    }

    private static byte[] content(ObjectSource source) throws TransportException {
        try (InputStream bytes = source.open()) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new TransportException(FailureKind.INTEGRITY, "The source cannot be read", e);
        }
    }
}
