package org.flowgateway.backup.certify;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;

/** The laws of the test kit on the candidate of the thread that JUnit runs on, which makes an object of this for each test by itself. */
final class CandidateLaws extends TransportContract {

    private static final ThreadLocal<ScratchSpace> SPACE = new ThreadLocal<>();

    /** Runs with a space that the tests take their directories from. */
    static void with(ScratchSpace space, Runnable tests) {
        SPACE.set(space);
        try {
            tests.run();
        } finally {
            SPACE.remove();
        }
    }

    @Override
    protected TransportProvider provider() {
        return SPACE.get().candidate().provider();
    }

    @Override
    protected TransportTarget target() {
        return SPACE.get().newDirectory();
    }

    @Override
    protected Optional<String> password() {
        return SPACE.get().candidate().password();
    }
}
