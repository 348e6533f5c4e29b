package org.flowgateway.backup.tck;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Decorator of a transport that injects faults and records calls. Calls are counted from 1, over all sessions, from the call that adds the
 * fault. Thread-safe.
 */
public final class FaultyTransport implements TransportProvider {

    /** Action at a call, before or after the delegate's. */
    private record Fault(Call call, boolean after, Predicate<String> applies, Action action) {}

    /** Action of a fault. */
    private interface Action {
        void run(String name) throws TransportException;
    }

    /** Damage to the content of an object when it is read. */
    private record Damage(String name, long from, FaultyStream.Kind kind, FailureKind failure) {}

    private final TransportProvider delegate;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Damage> damages = new CopyOnWriteArrayList<>();
    private final List<Call.Made> calls = new CopyOnWriteArrayList<>();

    /** @param delegate transport that serves all calls without a fault */
    public FaultyTransport(TransportProvider delegate) {
        this.delegate = delegate;
    }

    /** Makes the nth call of a kind fail without any effect. */
    public FaultyTransport failOn(Call call, int nth, FailureKind kind) {
        return add(call, false, nth(nth), failing(call, kind));
    }

    /** Makes every call of a kind for matching names fail without any effect. */
    public FaultyTransport failOn(Call call, Predicate<String> name, FailureKind kind) {
        return add(call, false, name, failing(call, kind));
    }

    /** Makes the nth call of a kind fail after its effect: its outcome is unknown to the caller. */
    public FaultyTransport failAfter(Call call, int nth, FailureKind kind) {
        return add(call, true, nth(nth), failing(call, kind));
    }

    /** Runs an action on the calling thread before every call of a kind for matching names, for example a {@link Latch}. */
    public FaultyTransport before(Call call, Predicate<String> name, Runnable action) {
        return add(call, false, name, ignored -> action.run());
    }

    /** Runs an action on the calling thread after every call of a kind for matching names. */
    public FaultyTransport after(Call call, Predicate<String> name, Runnable action) {
        return add(call, true, name, ignored -> action.run());
    }

    /** Corrupts one bit of an object when it is read, in the middle byte. */
    public FaultyTransport corruptRead(String name) {
        damages.add(new Damage(name, -1, FaultyStream.Kind.CORRUPT, FailureKind.UNKNOWN));
        return this;
    }

    /** Truncates an object when it is read, after a number of bytes. */
    public FaultyTransport truncateRead(String name, long bytes) {
        damages.add(new Damage(name, bytes, FaultyStream.Kind.TRUNCATE, FailureKind.UNKNOWN));
        return this;
    }

    /** Makes reading an object fail after a number of bytes. */
    public FaultyTransport failRead(String name, long bytes, FailureKind kind) {
        damages.add(new Damage(name, bytes, FaultyStream.Kind.FAIL, kind));
        return this;
    }

    /** Removes all faults; the record of calls stays. */
    public FaultyTransport heal() {
        faults.clear();
        damages.clear();
        return this;
    }

    /** Returns the calls so far, in order. */
    public List<Call.Made> calls() {
        return List.copyOf(calls);
    }

    /** Returns the names of all calls of a kind, in order. */
    public List<String> names(Call call) {
        return calls.stream()
                .filter(made -> made.call() == call)
                .map(Call.Made::name)
                .toList();
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        begin(Call.COMPLETE, target.path());
        TransportTarget completed = delegate.complete(target, withPassword);
        end(Call.COMPLETE, target.path());
        return completed;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        begin(Call.OPEN, target.path());
        TransportSession session = delegate.open(target, password);
        try {
            end(Call.OPEN, target.path());
        } catch (TransportException e) {
            session.close();
            throw e;
        }
        return new FaultySession(this, session);
    }

    void begin(Call call, String name) throws TransportException {
        calls.add(new Call.Made(call, name));
        run(call, false, name);
    }

    void end(Call call, String name) throws TransportException {
        run(call, true, name);
    }

    InputStream damaged(String name, long length, InputStream stream) {
        InputStream result = stream;
        for (Damage damage : damages) {
            if (damage.name().equals(name)) {
                result = new FaultyStream(
                        result, damage.from() < 0 ? length / 2 : damage.from(), damage.kind(), damage.failure());
            }
        }
        return result;
    }

    boolean damages(String name) {
        return damages.stream().anyMatch(damage -> damage.name().equals(name));
    }

    private void run(Call call, boolean after, String name) throws TransportException {
        for (Fault fault : new ArrayList<>(faults)) {
            if (fault.call() == call
                    && fault.after() == after
                    && fault.applies().test(name)) {
                fault.action().run(name);
            }
        }
    }

    private FaultyTransport add(Call call, boolean after, Predicate<String> applies, Action action) {
        faults.add(new Fault(call, after, applies, action));
        return this;
    }

    private static Predicate<String> nth(int nth) {
        AtomicInteger count = new AtomicInteger();
        return ignored -> count.incrementAndGet() == nth;
    }

    private static Action failing(Call call, FailureKind kind) {
        if (call == Call.CLOSE) {
            throw new IllegalArgumentException("close never fails");
        }
        return name -> {
            throw new TransportException(kind, "The test lets " + call + " of [" + name + "] fail: " + kind);
        };
    }
}
