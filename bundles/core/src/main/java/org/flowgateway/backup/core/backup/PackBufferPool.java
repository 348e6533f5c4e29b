package org.flowgateway.backup.core.backup;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.work.JobCapacity;

/**
 * Pool of the memory in which packs are made and sealed. The first backup allocates it outside of the heap, and later ones reuse it,
 * since the platform is slow to free such memory. Thread-safe.
 */
public final class PackBufferPool {

    private final JobCapacity capacity;
    private final AtomicReference<Lease> free = new AtomicReference<>();

    /** @param capacity number of packs that are made, and sent, in parallel */
    public PackBufferPool(JobCapacity capacity) {
        this.capacity = capacity;
    }

    /** The capacity that this pool serves. */
    JobCapacity capacity() {
        return capacity;
    }

    /** Tells whether this pool serves a capacity. */
    public boolean hasCapacity(JobCapacity other) {
        return capacity.equals(other);
    }

    /** Leases memory to one backup, exclusively until the lease is closed. */
    Lease lease() {
        return Optional.ofNullable(free.getAndSet(null)).orElseGet(() -> new Lease(this));
    }

    /** Memory of one backup. Each worker takes what it needs, and returns it. */
    static final class Lease implements AutoCloseable {

        private final PackBufferPool owner;
        private final BlockingQueue<PackBuilder> builders;
        private final BlockingQueue<PackBuffer> sealed;

        private Lease(PackBufferPool owner) {
            this.owner = owner;
            this.builders = filled(owner.capacity.workers(), () -> new PackBuilder(owner.capacity.packBytes()));
            this.sealed = filled(owner.capacity.transfers(), PackBuffer::new);
        }

        private static <T> BlockingQueue<T> filled(int number, Supplier<T> element) {
            return new ArrayBlockingQueue<>(
                    number, false, Stream.generate(element).limit(number).toList());
        }

        /** Pack builders, one for each pack made in parallel. */
        BlockingQueue<PackBuilder> builders() {
            return builders;
        }

        /** Buffers for sealed packs, one for each pack sent in parallel. */
        BlockingQueue<PackBuffer> sealed() {
            return sealed;
        }

        /** Returns the memory to the pool. If a worker still holds some of it, it is left to the garbage collector. */
        @Override
        public void close() {
            if (builders.remainingCapacity() == 0 && sealed.remainingCapacity() == 0) {
                owner.free.set(this);
            }
        }
    }
}
