package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rehearsal is a whole backup that opens again, and leaves off when told. */
class PipelineWarmUpTest {

    @Test
    void everythingThatIsRehearsedWorks() {
        assertThatCode(() -> PipelineWarmUp.run(1, () -> false)).doesNotThrowAnyException();
    }

    @Test
    void itLeavesOffAtOnceWhereverItIs() throws Exception {
        for (int enough : new int[] {0, 1, 100, 20_000, 20_002}) {
            AtomicInteger asked = new AtomicInteger();
            PipelineWarmUp.run(1, () -> asked.incrementAndGet() > enough);
            // Once more for each of its two loops: the answer does not change any more.
            assertThat(asked.get()).isLessThanOrEqualTo(enough + 2);
        }
    }
}
