package org.flowgateway.backup.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExactLengthStreamTest {

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("bytes after the length are left in the other stream")
    void longer() throws Exception {
        InputStream other = bytes("object+next");
        ExactLengthStream stream = new ExactLengthStream(other, 6);
        assertThat(stream.remaining()).isEqualTo(6);
        assertThat(stream.available()).isEqualTo(6);
        assertThat(text(stream)).isEqualTo("object");
        assertThat(stream.remaining()).isZero();
        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
        assertThat(text(other)).isEqualTo("+next");
    }

    @Test
    @DisplayName("an early end is an exception with the missing bytes, by array and byte by byte")
    void shorter() throws Exception {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(new ExactLengthStream(bytes("object"), 8)::readAllBytes)
                .withMessage("the object ended [2] bytes early");
        ExactLengthStream single = new ExactLengthStream(bytes("o"), 2);
        assertThat(single.read()).isEqualTo('o');
        assertThatExceptionOfType(EOFException.class).isThrownBy(single::read);
        assertThat(single.remaining()).isEqualTo(1);
    }

    @Test
    @DisplayName("a byte above 127 is no end")
    void unsigned() throws Exception {
        ExactLengthStream stream = new ExactLengthStream(new ByteArrayInputStream(new byte[] {(byte) 255}), 1);
        assertThat(stream.read()).isEqualTo(255);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    @DisplayName("an empty object has no bytes, and an empty read takes none")
    void empty() throws Exception {
        assertThat(new ExactLengthStream(bytes(""), 0).read()).isEqualTo(-1);
        ExactLengthStream ended = new ExactLengthStream(bytes(""), 1);
        assertThat(ended.read(new byte[0], 0, 0)).isZero();
        assertThat(ended.remaining()).isEqualTo(1);
    }

    @Test
    @DisplayName("skipped bytes count, and never exceed the length")
    void skip() throws Exception {
        ExactLengthStream stream = new ExactLengthStream(bytes("object+next"), 6);
        assertThat(stream.skip(-1)).isZero();
        assertThat(stream.skip(4)).isEqualTo(4);
        assertThat(stream.remaining()).isEqualTo(2);
        assertThat(stream.skip(100)).isEqualTo(2);
        assertThat(stream.skip(1)).isZero();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    @DisplayName("a position is not marked, since the count could not be reset")
    void mark() throws Exception {
        ExactLengthStream stream = new ExactLengthStream(bytes("object"), 6);
        assertThat(stream.markSupported()).isFalse();
        stream.mark(10);
        assertThat(stream.read()).isEqualTo('o');
        assertThatExceptionOfType(IOException.class).isThrownBy(stream::reset);
        assertThat(text(stream)).isEqualTo("bject");
    }

    @Test
    @DisplayName("a range outside of the array is rejected, and closing closes the other stream")
    void closes() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        ExactLengthStream stream = new ExactLengthStream(
                new ByteArrayInputStream(new byte[9]) {
                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                },
                9);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stream.read(new byte[2], 1, 2));
        stream.close();
        assertThat(closed).hasValue(1);
        assertThatNullPointerException().isThrownBy(() -> new ExactLengthStream(null, 1));
    }
}
