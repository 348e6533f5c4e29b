package org.flowgateway.backup.certify;

import java.time.Duration;

/**
 * Limits for the calls of a candidate.
 *
 * @param progress time without progress after which the session of a call is closed
 * @param grace time that the call has to return after that
 * @param close time after which a call on a session that a test closed breaks law 9
 */
record CallLimits(Duration progress, Duration grace, Duration close) {

    /**
     * Limits as in a job: {@code stall-seconds}, and the time that the core gives an abandoned call. Closing has a little less than the 5 s of the
     * law, after which the test itself times out.
     */
    static final CallLimits OF_A_JOB =
            new CallLimits(Duration.ofSeconds(120), Duration.ofSeconds(10), Duration.ofSeconds(4));
}
