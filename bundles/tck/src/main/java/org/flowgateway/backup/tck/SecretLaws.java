package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Law 11 for all output of a process: what is written to {@code System.out} and {@code System.err}, or logged by {@code java.util.logging}
 * at any level, and every failure with its causes, each in any usual encoding. An implementation joins as it joins {@link TransportLaws}, with
 * a password that is found nowhere else; no other test may run in the process at the same time. A logger that took {@code System.err} before
 * the tests began is not captured.
 */
public abstract class SecretLaws extends LawSuite {

    private static final ObjectName NAME = new ObjectName("d/object");

    /** Called by subclasses. */
    protected SecretLaws() {}

    @Override
    protected abstract TransportFixture newFixture() throws Exception;

    @Test
    @DisplayName("11: no output or log, at any level, holds the password, whatever the outcome of the calls")
    void callsRevealNothing() throws Exception {
        assertHoldsNot(fixture().password().orElseThrow(), output(this::everyCall));
    }

    @Test
    @DisplayName(
            "11: a refused login is AUTHENTICATION, and neither its failure nor any output or log holds the password")
    void refusedLoginRevealsNothing() throws Exception {
        assumeTrue(fixture().refusedPassword().isPresent(), "this store refuses no password");
        String wrong = fixture().refusedPassword().get();
        assertHoldsNot(wrong, output(failures -> {
            TransportException refused =
                    failure(() -> newSessionWithPassword(wrong).probe());
            assertKind(refused, FailureKind.AUTHENTICATION);
            failures.add(refused);
        }));
    }

    private static void assertHoldsNot(String secret, String output) {
        // Neither is printed: the password may be a real one.
        assertThat(new SecretForms(secret).isIn(output))
                .as("output, logs or failures hold the password, as it is or encoded")
                .isFalse();
    }

    /** Calls that record their failures. */
    private interface Calls {
        void make(List<Throwable> failures) throws IOException;
    }

    private String output(Calls calls) throws IOException {
        List<Throwable> failures = new ArrayList<>();
        StringBuilder output = new StringBuilder();
        try (CapturedOutput captured = new CapturedOutput()) {
            calls.make(failures);
            output.append(captured.text());
        }
        for (Throwable failure : failures) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            output.append('\n').append(trace);
        }
        return output.append(transport())
                .append(completedTarget())
                .append(session())
                .toString();
    }

    private void everyCall(List<Throwable> failures) throws IOException {
        TransportSession session = newSession();
        session.probe();
        session.put(NAME, BytesSource.random(1000, 1));
        session.stat(NAME);
        content(session, NAME);
        session.list(Optional.empty());
        failing(failures, () -> session.put(NAME, BytesSource.random(1000, 2)));
        failing(
                failures,
                () -> session.put(name("short"), BytesSource.random(1000, 3).declaringLength(1001)));
        failing(
                failures,
                () -> session.put(name("broken"), BytesSource.random(1000, 4).failingAfter(500)));
        failing(failures, () -> content(session, name("missing")));
        session.delete(NAME);
        session.close();
        failing(failures, () -> session.stat(NAME));
    }

    private static void failing(List<Throwable> failures, ThrowingCallable call) {
        failures.add(failure(call));
    }
}
