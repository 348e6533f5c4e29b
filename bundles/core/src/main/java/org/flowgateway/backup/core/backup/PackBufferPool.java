package org.flowgateway.backup.core.backup;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flowgateway.backup.archive.PackBuffer;
import org.flowgateway.backup.archive.PackBuilder;
import org.flowgateway.backup.core.work.JobCapacity;

/**
 * The memory that packs are made and sealed in. The first backup allocates it, outside of the heap, and those after it use it again, since
 * the platform is slow to take such memory back. Thread-safe.
 */
public final class PackBufferPool {

    private final JobCapacity capacity;
    private final AtomicReference<Lease> free = new AtomicReference<>();

    /** @param capacity how many packs are made side by side, and are on their way at once */
    public PackBufferPool(JobCapacity capacity) {
        this.capacity = capacity;
    }

    /** What packs are made with, and how many at once. */
    JobCapacity capacity() {
        return capacity;
    }

    /** Whether its memory is of the size that such a capacity needs, and packs are made so. */
    public boolean hasCapacity(JobCapacity other) {
        return capacity.equals(other);
    }

    /** Memory for one backup, which nobody else uses until it is closed. */
    Lease lease() {
        return Optional.ofNullable(free.getAndSet(null)).orElseGet(() -> new Lease(this));
    }

    /** One backup's share: each of its workers takes what it needs, and puts it back. */
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

        /** As many as packs are made side by side. */
        BlockingQueue<PackBuilder> builders() {
            return builders;
        }

        /** As many as packs are on their way at once. */
        BlockingQueue<PackBuffer> sealed() {
            return sealed;
        }

        /** Gives the memory back, unless a worker still has some of it: then no other backup may use it, and it is left to the collector. */
        @Override
        public void close() {
            if (builders.remainingCapacity() == 0 && sealed.remainingCapacity() == 0) {
                owner.free.set(this);
            }
        }
    }
}
