package org.flowgateway.backup.certify;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.TransportContract;

/** Laws of the test kit for the candidate of the current thread. JUnit creates an instance for each test. */
final class CandidateLaws extends TransportContract {

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
    protected TransportProvider provider() {
        return SPACE.get().candidate().provider();
    }

    @Override
    protected TransportTarget target() {
        return SPACE.get().newDirectory();
    }

    @Override
    protected Optional<String> password() {
        return SPACE.get().candidate().passwordText();
    }
}
