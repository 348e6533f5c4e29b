package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The laws of a transport as tests. An implementation joins by extending this, with the provider and a target:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportContract {
 *     @Override protected TransportProvider provider() { return new MyTransport(...); }
 *     @Override protected TransportTarget target() { return new TransportTarget("my", "host", "user", freshDirectory()); }
 * }
 * }</pre>
 *
 * <p>Each test's name begins with the number of its law, as {@link TransportSession} counts them. All tests use the session only, so they
 * run on any store. {@link WireContract} tests unreliable connections, {@link ProcessContract} leaks, {@link DirectoryContract} symbolic
 * links; a full disk and missing permissions are left to the implementation's own tests.
 */
public abstract class TransportContract extends RemovingLaws {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final int LENGTH = 8 * 1024 * 1024;

    /** Called by subclasses. */
    protected TransportContract() {}

    @Override
    protected abstract TransportProvider provider() throws Exception;

    @Override
    protected abstract TransportTarget target() throws Exception;

    @Override
    protected Optional<String> password() {
        return super.password();
    }

    @Test
    @DisplayName("9: closing from another thread ends a put with CLOSED within 5 s, and nothing is visible")
    void closingEndsAPut() throws Exception {
        Latch latch = new Latch();
        TransportSession writer = newSession();
        Future<?> put = start(() -> {
            writer.put(NAME, BytesSource.random(LENGTH, 1).pausingAfter(LENGTH / 2, latch));
            return null;
        });
        latch.awaitReached();
        start(() -> {
                    writer.close();
                    return null;
                })
                .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        // The source is the caller's: a transport cannot interrupt it, but must notice at its next bytes.
        latch.open();
        assertThat(outcome(put, CLOSE_SECONDS).kind()).isEqualTo(FailureKind.CLOSED);
        assertAbsent(session(), NAME);
        assertThat(listed(session(), "d")).isEmpty();
    }

    @Test
    @DisplayName("9: closing from another thread ends a read with CLOSED within 5 s")
    void closingEndsARead() throws Exception {
        session().put(NAME, BytesSource.random(LENGTH, 1));
        TransportSession reader = newSession();
        Latch begun = new Latch();
        Future<byte[]> read = start(() -> {
            InputStream stream = reader.read(NAME);
            stream.readNBytes(10);
            begun.run();
            return stream.readAllBytes();
        });
        begun.awaitReached();
        start(() -> {
                    reader.close();
                    return null;
                })
                .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        begun.open();
        assertThat(outcome(read, CLOSE_SECONDS).kind()).isEqualTo(FailureKind.CLOSED);
    }

    @Test
    @DisplayName("9: a closed session fails every call with CLOSED, may be closed again, and affects no other")
    void closedStaysClosed() throws Exception {
        session().put(NAME, BytesSource.random(10, 1));
        TransportSession closed = newSession();
        closed.stat(NAME);
        closed.close();
        closed.close();
        assertClosed(closed::probe);
        assertClosed(() -> closed.put(name("other"), BytesSource.random(10, 1)));
        assertClosed(() -> closed.read(NAME));
        assertClosed(() -> closed.stat(NAME));
        assertClosed(() -> closed.list(Optional.empty()));
        assertClosed(() -> closed.delete(NAME));
        assertThat(content(session(), NAME)).isEqualTo(BytesSource.random(10, 1).bytes());
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThat(failure(call).kind()).isEqualTo(FailureKind.CLOSED);
    }
}
