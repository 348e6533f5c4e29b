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
 * Another transport with the faults that a test asks for, and a record of the calls that were made. Calls are counted from 1, over all
 * sessions, from the moment the fault was asked for. Thread-safe.
 */
public final class FaultyTransport implements TransportProvider {

    /** Something done at a call, before the delegate is asked or after it answered. */
    private record Fault(Call call, boolean after, Predicate<String> applies, Action action) {}

    /** What is done. */
    private interface Action {
        void run(String name) throws TransportException;
    }

    /** Damage to what reading an object gives. */
    private record Damage(String name, long from, FaultyStream.Kind kind, FailureKind failure) {}

    private final TransportProvider delegate;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Damage> damages = new CopyOnWriteArrayList<>();
    private final List<Call.Made> calls = new CopyOnWriteArrayList<>();

    /** @param delegate what answers where no fault was asked for */
    public FaultyTransport(TransportProvider delegate) {
        this.delegate = delegate;
    }

    /** The nth call of a kind fails and does nothing. */
    public FaultyTransport failOn(Call call, int nth, FailureKind kind) {
        return add(call, false, nth(nth), failing(call, kind));
    }

    /** Every call of a kind for such names fails and does nothing. */
    public FaultyTransport failOn(Call call, Predicate<String> name, FailureKind kind) {
        return add(call, false, name, failing(call, kind));
    }

    /** The nth call of a kind does what it should, and fails then: its outcome is unknown to the caller. */
    public FaultyTransport failAfter(Call call, int nth, FailureKind kind) {
        return add(call, true, nth(nth), failing(call, kind));
    }

    /** Runs something on the calling thread before every call of a kind for such names; a {@link Latch} holds it up. */
    public FaultyTransport before(Call call, Predicate<String> name, Runnable action) {
        return add(call, false, name, ignored -> action.run());
    }

    /** Runs something on the calling thread after every call of a kind for such names. */
    public FaultyTransport after(Call call, Predicate<String> name, Runnable action) {
        return add(call, true, name, ignored -> action.run());
    }

    /** Reading an object gives one wrong bit, in the middle byte. */
    public FaultyTransport corruptRead(String name) {
        damages.add(new Damage(name, -1, FaultyStream.Kind.CORRUPT, FailureKind.UNKNOWN));
        return this;
    }

    /** Reading an object ends, as if it were all, after so many bytes. */
    public FaultyTransport truncateRead(String name, long bytes) {
        damages.add(new Damage(name, bytes, FaultyStream.Kind.TRUNCATE, FailureKind.UNKNOWN));
        return this;
    }

    /** Reading an object fails after so many bytes. */
    public FaultyTransport failRead(String name, long bytes, FailureKind kind) {
        damages.add(new Damage(name, bytes, FaultyStream.Kind.FAIL, kind));
        return this;
    }

    /** From here on there are no faults; the record of calls stays. */
    public FaultyTransport heal() {
        faults.clear();
        damages.clear();
        return this;
    }

    /** The calls that were made so far, in order. */
    public List<Call.Made> calls() {
        return List.copyOf(calls);
    }

    /** The names that calls of one kind were made for, in order. */
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
