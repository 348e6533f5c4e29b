package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.work.JobCapacity;
import org.junit.jupiter.api.Test;

/** One backup's memory serves the next, but never two at once. */
class PackBufferPoolTest {

    private final PackBufferPool memories = new PackBufferPool(new JobCapacity(2, 3, PackBuilder.MIN_CAPACITY, 1));

    @Test
    void returnedMemoryIsReused() {
        PackBufferPool.Lease first = memories.lease();
        first.close();

        PackBufferPool.Lease next = memories.lease();

        assertThat(next).isSameAs(first);
        assertThat(next.builders()).hasSize(2);
        assertThat(next.sealed()).hasSize(3);
    }

    @Test
    void concurrentBackupsShareNoMemory() {
        assertThat(memories.lease().builders())
                .doesNotContainAnyElementsOf(memories.lease().builders());
    }

    @Test
    void unreturnedMemoryIsNotReused() throws InterruptedException {
        try (PackBufferPool.Lease lease = memories.lease()) {
            lease.builders().take();
        }
        assertThat(memories.lease().builders()).hasSize(2);

        try (PackBufferPool.Lease lease = memories.lease()) {
            lease.sealed().take();
        }
        assertThat(memories.lease().sealed()).hasSize(3);
    }
}
