package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tck.BytesSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading of an object from a position on. */
class PartialReadTest extends LocalFixture {

    private static final BytesSource CONTENT = BytesSource.random(200_000, 1);
    private static final long GIB = 1 << 30;

    @BeforeEach
    void store() throws Exception {
        session.put(name("d/object"), CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 199_999, 200_000})
    @DisplayName("a stream starts at the offset, and is empty at the object's length")
    void startsAtTheOffset(int offset) throws Exception {
        try (InputStream stream = session.read(name("d/object"), offset)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT.bytes(), offset, 200_000));
        }
    }

    @Test
    @DisplayName("the bytes before the offset are not read")
    void seeks() throws Exception {
        Path sparse = root.resolve("d/sparse");
        try (var channel = Files.newByteChannel(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position(2048 * GIB).write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        long before = bytesRead();
        try (InputStream stream = session.read(name("d/sparse"), 2048 * GIB + 1)) {
            assertThat(stream.readAllBytes()).containsExactly(2, 3);
        }
        assertThat(bytesRead() - before).isLessThan(GIB);
    }

    /** Returns the bytes that this process has read so far. */
    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {200_001, Long.MAX_VALUE})
    @DisplayName("an offset beyond the object's length is INTEGRITY with both numbers, and leaves no open file")
    void beyondTheLength(long offset) throws Exception {
        TransportException failure = failure(() -> session.read(name("d/object"), offset));
        assertThat(failure.kind()).isEqualTo(FailureKind.INTEGRITY);
        assertThat(failure.description().code()).isEqualTo("local.offset-too-large");
        assertThat(failure)
                .hasMessageContaining("d/object in " + root + " is damaged")
                .hasMessageContaining("it has 200000 bytes, fewer than the offset of %d bytes", offset);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(descriptors.filter(PartialReadTest::isObject)).isEmpty();
        }
    }

    private static boolean isObject(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).endsWith("d/object");
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    @DisplayName("a negative offset is rejected")
    void negative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.read(name("d/object"), -1))
                .withMessage("Offset [-1] is below zero");
    }

    @Test
    @DisplayName("a missing object is NOT_FOUND at any offset")
    void missing() {
        assertThat(failure(() -> session.read(name("d/missing"), 1)).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    @DisplayName("an object that grows after it was opened at its end is INTEGRITY")
    void grows() throws Exception {
        try (InputStream stream = session.read(name("d/object"), 200_000)) {
            Files.write(root.resolve("d/object"), new byte[1], StandardOpenOption.APPEND);
            assertThat(failure(stream::readAllBytes).kind()).isEqualTo(FailureKind.INTEGRITY);
        }
    }
}
