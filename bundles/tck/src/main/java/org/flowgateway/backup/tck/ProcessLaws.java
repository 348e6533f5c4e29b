package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Memory, descriptors and threads of the process that a transport runs in. The store under test is in another process, or keeps its objects
 * on a disk. An implementation joins as it joins {@link TransportLaws}; no other test may run in the process at the same time.
 */
public abstract class ProcessLaws extends LawSuite {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final long MIB = 1024 * 1024;
    private static final long LARGE = 96 * MIB;
    private static final int ROUNDS = 40;

    /** Called by subclasses. */
    protected ProcessLaws() {}

    @Override
    protected abstract TransportFixture newFixture() throws Exception;

    @Test
    @DisplayName("13: closed sessions leave no descriptor and no thread, whatever the outcome of their calls")
    void nothingIsLeftOpen() throws Exception {
        session().put(NAME, BytesSource.random(300_000, 1));
        oneRound();
        ResourceSnapshot before = ResourceSnapshot.now();
        for (int round = 0; round < ROUNDS; round++) {
            oneRound();
        }
        before.awaitNoGrowth();
    }

    private void oneRound() throws IOException {
        try (TransportSession session = newSession()) {
            session.put(name("d/other"), BytesSource.random(1000, 2));
            failure(() -> session.put(NAME, BytesSource.random(1000, 3)));
            failure(() ->
                    session.put(name("d/short"), BytesSource.random(1000, 4).declaringLength(1001)));
            failure(() ->
                    session.put(name("d/broken"), BytesSource.random(1000, 5).failingAfter(500)));
            failure(() -> session.read(name("d/missing")));
            assertThat(content(session, NAME)).hasSize(300_000);
            try (InputStream left = session.read(NAME)) {
                left.readNBytes(10);
            }
            session.list(Optional.empty());
            session.delete(name("d/other"));
        }
        // The session has to close the stream if its user did not.
        try (TransportSession session = newSession()) {
            session.read(NAME).read();
        }
    }

    @Test
    @DisplayName("1, 6: an object of 96 MiB is streamed, and not held in memory")
    void largeObjectsPass() throws Exception {
        ResourceSnapshot before = ResourceSnapshot.now();
        long[] memory = new long[2];
        PatternSource source = new PatternSource(LARGE, LARGE - MIB, () -> memory[0] = before.memoryGrowth());
        session().put(NAME, source);
        try (InputStream stream = session().read(NAME)) {
            stream.readNBytes((int) MIB);
            memory[1] = before.memoryGrowth();
            stream.skipNBytes(LARGE - MIB);
            assertThat(stream.read()).isEqualTo(-1);
        }
        assertThat(memory[0])
                .as("bytes in memory near the end of a put")
                .isLessThan(fixture().memoryLimit());
        assertThat(memory[1])
                .as("bytes in memory near the beginning of a read")
                .isLessThan(fixture().memoryLimit());
    }
}
