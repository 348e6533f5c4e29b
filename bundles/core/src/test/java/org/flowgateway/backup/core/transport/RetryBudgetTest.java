package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses grow, have jitter, and end with the job's budget. */
class RetryBudgetTest {

    private static final Duration STALL = Duration.ofMinutes(2);

    private static RetryBudget established(Duration firstPause, Duration maxPause, Duration budget) {
        RetryBudget established = new RetryBudget(new RetryPolicy(firstPause, maxPause, budget, STALL));
        established.markEstablished();
        return established;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "5,16", "6,30", "7,30", "64,30", "1000,30"})
    void pauseDoublesUpToTheLongest(int failures, long seconds) {
        RetryPolicy policy = RetryPolicy.within(Duration.ofHours(1), STALL, Duration.ofSeconds(10));
        assertThat(policy.pause(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void policyHasOneStallTimeUnlessToldTwo() {
        RetryPolicy two = RetryPolicy.within(Duration.ofHours(1), STALL, Duration.ofSeconds(10));
        assertThat(two)
                .isEqualTo(new RetryPolicy(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        STALL,
                        Duration.ofSeconds(10)));
        RetryPolicy one = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, STALL);
        assertThat(one.smallStall()).isEqualTo(STALL);
    }

    @Test
    void targetThatNeverAnsweredIsNotRetried() {
        RetryBudget budget =
                new RetryBudget(new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), STALL, STALL));
        assertThat(budget.takePause(1)).isZero();
        assertThat(budget.retries()).isZero();
        budget.markEstablished();
        assertThat(budget.takePause(1)).isPositive();
        assertThat(budget.retries()).isEqualTo(1);
    }

    @Test
    void pauseIsBetweenHalfAndAllOfThePolicy() {
        RetryBudget budget = established(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofDays(30));
        for (int i = 0; i < 200; i++) {
            assertThat(budget.takePause(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        }
        assertThat(budget.retries()).isEqualTo(200);
    }

    @Test
    void shortestPauseIsAMillisecond() {
        RetryBudget budget = established(Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(1));
        for (int i = 0; i < 50; i++) {
            assertThat(budget.takePause(1)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
        }
    }

    @Test
    void allPausesTogetherAreTheBudget() {
        Duration whole = Duration.ofSeconds(10);
        RetryBudget budget = established(Duration.ofSeconds(1), Duration.ofSeconds(1), whole);
        Duration taken = Duration.ZERO;
        Duration pause = budget.takePause(1);
        while (!pause.isZero()) {
            taken = taken.plus(pause);
            pause = budget.takePause(1);
        }
        assertThat(taken).isEqualTo(whole);
        long retries = budget.retries();
        assertThat(retries).isBetween(10L, 20L);
        assertThat(budget.takePause(1)).isZero();
        assertThat(budget.retries()).isEqualTo(retries);
    }
}
