package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.work.JobCapacity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Memory for packs that outlives a backup. */
class SharedBufferPoolTest {

    private static final JobCapacity CAPACITY = new JobCapacity(2, 3, PackBuilder.MIN_CAPACITY, 1);

    private final SharedBufferPool shared = new SharedBufferPool();

    @Test
    @DisplayName("backups of one capacity share a pool; another capacity gets its own")
    void capacity() {
        PackBufferPool pool = shared.withCapacity(CAPACITY);
        assertThat(shared.withCapacity(CAPACITY)).isSameAs(pool);
        assertThat(shared.withCapacity(new JobCapacity(1, 2, PackBuilder.MIN_CAPACITY, 1)))
                .isNotSameAs(pool);
    }

    @Test
    @DisplayName("a released pool is not kept")
    void release() {
        PackBufferPool pool = shared.withCapacity(CAPACITY);
        shared.release();
        assertThat(shared.withCapacity(CAPACITY)).isNotSameAs(pool);
    }
}
