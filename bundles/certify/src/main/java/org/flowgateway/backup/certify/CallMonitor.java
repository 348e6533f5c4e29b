package org.flowgateway.backup.certify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitor of all calls of a candidate. It closes the session of a call that makes no progress, reports a call that does not return even then,
 * and records failures of the connection. Calls stay on the threads of their callers, so that the laws are tested on the transport's own
 * behaviour. Thread-safe.
 */
final class CallMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallMonitor.class);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final CallLimits limits;
    private final TimeoutScheduler scheduler =
            new TimeoutScheduler("gateway-backup-certify-timeouts", failure -> LOG.error("A check failed", failure));
    private final Set<SessionState> sessions = ConcurrentHashMap.newKeySet();
    private final Set<MonitoredCall> running = ConcurrentHashMap.newKeySet();
    private final List<TransportException> connectionFailures = new ArrayList<>();
    private final Future<?> checks;
    private volatile Consumer<MonitoredCall> stuckCalls = call -> {};
    private volatile boolean cancelled;

    CallMonitor(CallLimits limits) {
        this.limits = limits;
        this.checks = scheduler.schedule(PERIOD, this::check);
    }

    /** Passes each call that does not return to a consumer, which may receive it repeatedly. */
    void onStuckCall(Consumer<MonitoredCall> consumer) {
        stuckCalls = consumer;
    }

    private void check() {
        running.stream().filter(MonitoredCall::isStalled).forEach(call -> {
            call.abandon();
            call.session().closeInBackground();
        });
        running.stream().filter(MonitoredCall::isStuck).forEach(call -> stuckCalls.accept(call));
    }

    /** Closes all sessions and refuses further ones. */
    void cancel() {
        cancelled = true;
        sessions.forEach(SessionState::closeInBackground);
    }

    /** @throws TransportException if the run was cancelled */
    void checkNotCancelled() throws TransportException {
        if (cancelled) {
            throw CertifyMessage.CANCELLED.of(FailureKind.CLOSED);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Adds a session, which is closed at once if the run was cancelled meanwhile. */
    void opened(SessionState session) {
        sessions.add(session);
        if (cancelled) {
            session.closeInBackground();
        }
    }

    void closed(SessionState session) {
        sessions.remove(session);
    }

    /** Begins a call on this thread. */
    MonitoredCall begin(SessionState session, String name) {
        MonitoredCall call = new MonitoredCall(session, name, limits);
        running.add(call);
        return call;
    }

    void end(MonitoredCall call) {
        running.remove(call);
    }

    /** Returns the failure of a call for its caller: that of an abandoned call is {@link FailureKind#TIMEOUT}. */
    TransportException failed(MonitoredCall call, TransportException failure) {
        TransportException passed = call.isAbandoned()
                ? new TransportException(
                        FailureKind.TIMEOUT,
                        CertifyMessage.CALL_TIMED_OUT.with(call.name(), limits.progress()),
                        failure)
                : failure;
        // A closed session may fail in any way but the right one: that is not the connection's fault.
        if (passed.kind().isTransient() && !call.session().isClosed()) {
            record(passed);
        }
        return passed;
    }

    /** Records a failure of the connection. */
    void record(TransportException failure) {
        synchronized (connectionFailures) {
            connectionFailures.add(failure);
        }
    }

    /** Returns the failures of the connection since the last call of this method. */
    List<TransportException> takeConnectionFailures() {
        synchronized (connectionFailures) {
            List<TransportException> taken = List.copyOf(connectionFailures);
            connectionFailures.clear();
            return taken;
        }
    }

    /** Returns whether a call runs on, although its caller closed the session long enough ago for the call to end. */
    boolean hasCallAfterClose() {
        return running.stream().anyMatch(call -> call.session().isClosedFor(limits.close()));
    }

    CallLimits limits() {
        return limits;
    }

    /** Ends the monitoring; calls may go on. */
    @Override
    public void close() {
        checks.cancel(false);
        scheduler.close();
    }
}
