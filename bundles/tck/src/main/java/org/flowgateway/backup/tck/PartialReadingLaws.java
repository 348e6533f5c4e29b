package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Law 6 for every way to read a stream, and for reads from a position on. */
abstract class PartialReadingLaws extends LawGroup {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final int LENGTH = 200_000;

    PartialReadingLaws(TransportLaws suite) {
        super(suite);
    }

    @Test
    @DisplayName("6: each of the 256 values of a byte is read as it is, one by one and mixed with others")
    void readsAllValues() throws Exception {
        byte[] bytes = allValues();
        session().put(NAME, BytesSource.of(bytes));
        try (InputStream stream = session().read(NAME)) {
            for (int at = 0; at < 256; at++) {
                assertThat(stream.read()).as("byte %s", at).isEqualTo(at);
            }
            assertThat(stream.readNBytes(100)).isEqualTo(Arrays.copyOfRange(bytes, 256, 356));
            assertThat(stream.read()).isEqualTo(Byte.toUnsignedInt(bytes[356]));
            byte[] buffer = new byte[10];
            assertThat(stream.readNBytes(buffer, 3, 4)).isEqualTo(4);
            assertThat(Arrays.copyOfRange(buffer, 3, 7)).isEqualTo(Arrays.copyOfRange(bytes, 357, 361));
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 361, bytes.length));
            assertThat(stream.read()).as("the end").isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("6: skip says how far it went, and available never says more than there is")
    void skipsAndAvailableAreTrue() throws Exception {
        byte[] bytes = BytesSource.random(LENGTH, 1).bytes();
        session().put(NAME, BytesSource.of(bytes));
        try (InputStream stream = session().read(NAME)) {
            int at = 0;
            for (int step : new int[] {1, 100, 8192, 65_536, 70_001}) {
                assertThat(stream.available()).as("available at %s", at).isBetween(0, LENGTH - at);
                at += (int) stream.skip(step);
                assertThat(stream.read()).as("byte %s", at).isEqualTo(Byte.toUnsignedInt(bytes[at]));
                at++;
            }
            byte[] rest = stream.readAllBytes();
            assertThat(rest).isEqualTo(Arrays.copyOfRange(bytes, at, LENGTH));
            assertThat(stream.available()).as("available at the end").isZero();
            assertThat(stream.skip(10)).as("skipped at the end").isZero();
        }
    }

    @Test
    @DisplayName("6: mark and reset work, or are refused")
    void marksAreHonest() throws Exception {
        byte[] bytes = BytesSource.random(LENGTH, 1).bytes();
        session().put(NAME, BytesSource.of(bytes));
        try (InputStream stream = session().read(NAME)) {
            stream.readNBytes(10);
            stream.mark(1000);
            stream.readNBytes(100);
            if (stream.markSupported()) {
                stream.reset();
                assertThat(stream.readNBytes(10)).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
            } else {
                assertThatThrownBy(stream::reset).isInstanceOf(IOException.class);
                assertThat(stream.readNBytes(10)).isEqualTo(Arrays.copyOfRange(bytes, 110, 120));
            }
        }
    }

    @Test
    @DisplayName("6: a read from a position returns exactly the rest, or is UNSUPPORTED at every position")
    void readsFromAPosition() throws Exception {
        byte[] bytes = BytesSource.random(LENGTH, 1).bytes();
        session().put(NAME, BytesSource.of(bytes));
        boolean supported = supportsPositions();
        for (int at : new int[] {0, 1, 4_096, 65_535, 65_537, LENGTH / 2, LENGTH - 1, LENGTH}) {
            if (supported) {
                assertThat(rest(at)).as("the rest from %s on", at).isEqualTo(Arrays.copyOfRange(bytes, at, LENGTH));
            } else {
                assertKind(failure(() -> rest(at)), FailureKind.UNSUPPORTED);
            }
        }
        assertThat(content(session(), NAME)).as("the whole, after that").isEqualTo(bytes);
    }

    @Test
    @DisplayName("5, 6: a position behind the end is INTEGRITY, and one in a missing object NOT_FOUND")
    void positionsBehindTheEndAreRefused() throws Exception {
        session().put(NAME, BytesSource.random(1_000, 1));
        if (supportsPositions()) {
            assertKind(failure(() -> rest(1_001)), FailureKind.INTEGRITY);
            assertKind(failure(() -> rest(5_000_000_000L)), FailureKind.INTEGRITY);
            assertKind(failure(() -> session().read(name("missing"), 10)), FailureKind.NOT_FOUND);
        }
    }

    private boolean supportsPositions() throws IOException {
        try {
            rest(0);
            return true;
        } catch (TransportException e) {
            assertKind(e, FailureKind.UNSUPPORTED);
            return false;
        }
    }

    private byte[] rest(long at) throws IOException {
        try (InputStream stream = session().read(NAME, at)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] allValues() {
        byte[] bytes = new byte[1024];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) at;
        }
        return bytes;
    }
}
