package org.flowgateway.backup.tck;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Store in memory that keeps all laws, for tests of code that uses a transport. Objects are named by the target's path and their own name,
 * joined by a slash, so sessions on different paths of one instance see each other's objects. Thread-safe.
 */
public final class MemoryTransport implements TransportProvider {

    /** Usual scheme; any other works too. */
    public static final String SCHEME = "memory";

    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private OptionalLong capacity = OptionalLong.empty();

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) {
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new MemorySession(this, target.path());
    }

    /** Limits the store: a {@code put} that exceeds the total bytes fails with {@link FailureKind#NO_SPACE}, and a probe reports the free bytes. */
    public synchronized MemoryTransport capacity(long bytes) {
        capacity = OptionalLong.of(bytes);
        return this;
    }

    /** Stores or replaces an object without a session, to simulate damage. */
    public synchronized MemoryTransport plant(String fullName, byte[] content) {
        objects.put(fullName, content.clone());
        return this;
    }

    /** Removes an object without a session. */
    public synchronized MemoryTransport lose(String fullName) {
        objects.remove(fullName);
        return this;
    }

    /** Returns all stored objects, by full name, in order. */
    public synchronized SortedMap<String, byte[]> objects() {
        return new TreeMap<>(objects);
    }

    /** Stores an object unless the name is taken; returns the content it is taken by. */
    synchronized Optional<byte[]> create(String fullName, byte[] content) throws TransportException {
        byte[] present = objects.get(fullName);
        if (present != null) {
            return Optional.of(present);
        }
        if (capacity.isPresent() && content.length > free().getAsLong()) {
            throw new TransportException(FailureKind.NO_SPACE, "The memory that was set apart is full");
        }
        objects.put(fullName, content);
        return Optional.empty();
    }

    synchronized Optional<byte[]> find(String fullName) {
        return Optional.ofNullable(objects.get(fullName));
    }

    /** Returns the objects whose full name starts with a prefix. */
    synchronized Map<String, byte[]> below(String prefix) {
        return new TreeMap<>(objects.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    synchronized OptionalLong free() {
        long used =
                objects.values().stream().mapToLong(content -> content.length).sum();
        return capacity.isPresent() ? OptionalLong.of(Math.max(0, capacity.getAsLong() - used)) : OptionalLong.empty();
    }
}
