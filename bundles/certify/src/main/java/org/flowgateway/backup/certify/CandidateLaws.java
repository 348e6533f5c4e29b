package org.flowgateway.backup.certify;

import org.flowgateway.backup.tck.TransportFixture;
import org.flowgateway.backup.tck.TransportLaws;

/** Laws of the test kit for the candidate of the current thread. JUnit creates an instance for each test. */
final class CandidateLaws extends TransportLaws {

    private static final ThreadLocal<ScratchSpace> SPACE = new ThreadLocal<>();

    /** Runs tests that take their directories from a space. */
    static void with(ScratchSpace space, Runnable tests) {
        SPACE.set(space);
        try {
            tests.run();
        } finally {
            SPACE.remove();
        }
    }

    @Override
    protected TransportFixture newFixture() {
        ScratchSpace space = SPACE.get();
        TransportFixture fixture = TransportFixture.of(space.candidate().provider(), space.newDirectory());
        return space.candidate().passwordText().map(fixture::withPassword).orElse(fixture);
    }
}
