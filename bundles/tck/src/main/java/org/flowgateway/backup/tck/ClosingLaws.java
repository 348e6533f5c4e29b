package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Law 9, second half: closing from any thread ends every call, and affects no other session. */
abstract class ClosingLaws extends LawGroup {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final int LENGTH = 8 * 1024 * 1024;

    ClosingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("9: closing from another thread ends a put with CLOSED within 5 s, and nothing is visible")
    void closingEndsAPut() throws Exception {
        Latch latch = new Latch();
        TransportSession writer = newSession();
        CompletableFuture<?> put = start(() -> {
            writer.put(NAME, BytesSource.random(LENGTH, 1).pausingAfter(LENGTH / 2, latch));
            return null;
        });
        latch.awaitReached(put);
        start(() -> {
                    writer.close();
                    return null;
                })
                .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        // The source is the caller's: a transport cannot interrupt it, but must notice at its next bytes.
        latch.open();
        assertKind(outcome(put, CLOSE_SECONDS), FailureKind.CLOSED);
        assertAbsent(session(), NAME);
        assertThat(listed(session(), "d")).isEmpty();
    }

    @Test
    @DisplayName("9: closing from another thread ends a read with CLOSED within 5 s")
    void closingEndsARead() throws Exception {
        session().put(NAME, BytesSource.random(LENGTH, 1));
        TransportSession reader = newSession();
        Latch begun = new Latch();
        CompletableFuture<byte[]> read = start(() -> {
            InputStream stream = reader.read(NAME);
            stream.readNBytes(10);
            begun.run();
            return stream.readAllBytes();
        });
        begun.awaitReached(read);
        start(() -> {
                    reader.close();
                    return null;
                })
                .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        begun.open();
        assertKind(outcome(read, CLOSE_SECONDS), FailureKind.CLOSED);
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
        assertKind(failure(call), FailureKind.CLOSED);
    }
}
