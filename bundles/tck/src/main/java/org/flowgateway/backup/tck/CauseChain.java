package org.flowgateway.backup.tck;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Adds to the message of a failed test what caused its failure: the kinds of transport failures, their causes, and what was suppressed. */
final class CauseChain implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException || isComplete(failure)) {
            throw failure;
        }
        throw new AssertionError(text(failure), failure);
    }

    private static boolean isComplete(Throwable failure) {
        return !(failure instanceof TransportException)
                && failure.getCause() == null
                && failure.getSuppressed().length == 0;
    }

    /** Returns a failure and its causes, one a line. */
    static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        append(text, "", failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        return text.toString();
    }

    private static void append(StringBuilder text, String relation, Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        text.append(relation).append(line(failure));
        append(text, "\ncaused by ", failure.getCause(), seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            append(text, "\nsuppressed ", suppressed, seen);
        }
    }

    private static String line(Throwable failure) {
        if (failure instanceof TransportException transport) {
            return transport.kind() + ": " + failure.getMessage();
        }
        return failure instanceof AssertionError ? String.valueOf(failure.getMessage()) : failure.toString();
    }
}
