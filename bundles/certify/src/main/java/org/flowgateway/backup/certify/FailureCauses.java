package org.flowgateway.backup.certify;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportException;

/** Failure of a test with all of its causes and suppressed failures. Immutable. */
final class FailureCauses {

    private final Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());

    FailureCauses(Throwable failure) {
        Deque<Throwable> pending = new ArrayDeque<>(List.of(failure));
        while (!pending.isEmpty()) {
            Throwable next = pending.pop();
            if (all.add(next)) {
                Stream.ofNullable(next.getCause()).forEach(pending::push);
                Stream.of(next.getSuppressed()).forEach(pending::push);
            }
        }
    }

    /** Returns whether the connection was lost, could not be made, or was too slow for the transport. */
    boolean holdLostConnection() {
        return all.stream()
                .anyMatch(failure -> failure instanceof TransportException transport
                        && transport.kind().isTransient());
    }

    /** Returns whether the test itself timed out. */
    boolean holdTimeoutOfTest() {
        return all.stream().anyMatch(TimeoutException.class::isInstance);
    }
}
