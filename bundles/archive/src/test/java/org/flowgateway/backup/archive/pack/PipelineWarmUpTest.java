package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Warm-up as a whole backup that can be opened, and its end on request. */
class PipelineWarmUpTest {

    @Test
    void warmUpRunsAWholeBackup() {
        assertThatCode(() -> PipelineWarmUp.run(1, () -> false)).doesNotThrowAnyException();
    }

    @Test
    void warmUpStopsAtOnce() throws Exception {
        for (int enough : new int[] {0, 1, 100, 20_000, 20_002}) {
            AtomicInteger asked = new AtomicInteger();
            PipelineWarmUp.run(1, () -> asked.incrementAndGet() > enough);
            // Once more for each of its two loops: the answer stays the same.
            assertThat(asked.get()).isLessThanOrEqualTo(enough + 2);
        }
    }
}
