package org.flowgateway.backup.archive.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.junit.jupiter.api.Test;

/** Streams of untrusted bytes end at their limit, and a failure of the storage is known as one. */
class StreamsTest {

    private static BoundedStream bounded(int length, long limit) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (200 + i);
        }
        return new BoundedStream(new ByteArrayInputStream(content), limit, "pack");
    }

    @Test
    void bytesUpToTheLimitAreRead() throws IOException {
        try (BoundedStream stream = bounded(5, 5)) {
            assertThat(stream.markSupported()).isFalse();
            assertThat(stream.read()).isEqualTo(200);
            byte[] buffer = new byte[4];
            assertThat(stream.read(buffer, 1, 2)).isEqualTo(2);
            assertThat(buffer).containsExactly(0, 201, 202, 0);
            assertThat(stream.count()).isEqualTo(3);
            assertThat(stream.skip(1)).isEqualTo(1);
            assertThat(stream.skip(10)).isEqualTo(1);
            assertThat(stream.count()).isEqualTo(5);
            assertThat(stream.exceeded()).isFalse();
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.skip(1)).isZero();
            assertThat(stream.count()).isEqualTo(5);
        }
    }

    @Test
    void byteBeyondTheLimitIsRefused() throws IOException {
        try (BoundedStream stream = bounded(6, 5)) {
            assertThat(stream.skip(5)).isEqualTo(5);
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(stream::read)
                    .withMessage("the pack unpacks to more than the [5] bytes allowed")
                    .satisfies(
                            failure -> assertThat(failure.reason()).isEqualTo(ArchiveException.Reason.LIMIT_EXCEEDED));
            assertThat(stream.exceeded()).isTrue();
        }
    }

    @Test
    void nearerLimitHoldsUntilItIsLifted() throws IOException {
        try (BoundedStream stream = bounded(6, 100)) {
            stream.read();
            stream.allowOnly(2);
            assertThat(stream.skip(2)).isEqualTo(2);
            assertThat(stream.exceeded()).isFalse();
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(stream::read)
                    .withMessage("the pack has headers longer than allowed");
            stream.allowAll();
            assertThat(stream.exceeded()).isFalse();
            assertThat(stream.read()).isEqualTo(204);
        }
    }

    @Test
    void nearerLimitCountsAlsoAtTheLimit() throws IOException {
        try (BoundedStream stream = bounded(5, 5)) {
            stream.allowOnly(4);
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(() -> stream.read(new byte[5], 0, 5))
                    .withMessage("the pack has headers longer than allowed");
        }
    }

    @Test
    void compressedContentIsRead() throws IOException {
        byte[] content = {1, 2, 3};
        try (InputStream frame = ZstdFrames.open(new ByteArrayInputStream(Zstd.compress(content)))) {
            assertThat(frame.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void nearerLimitHasItsOwnMessage() throws IOException {
        try (BoundedStream stream =
                new BoundedStream(new ByteArrayInputStream(new byte[3]), 100, "index", ArchiveMessage.ENTRY_TOO_LONG)) {
            stream.allowOnly(1);
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(() -> stream.read(new byte[2], 0, 2))
                    .withMessage("the index has an entry longer than allowed");
        }
    }

    @Test
    void storageIsReadInWholeBuffers() throws IOException {
        InputStream pieces = new SequenceInputStream(
                new ByteArrayInputStream(new byte[] {(byte) 255}), new ByteArrayInputStream(new byte[] {2, 3}));
        try (StorageStream stream = new StorageStream(pieces)) {
            assertThat(stream.markSupported()).isFalse();
            byte[] buffer = new byte[4];
            assertThat(stream.read(buffer, 1, 2)).isEqualTo(2);
            assertThat(buffer).containsExactly(0, -1, 2, 0);
            assertThat(stream.read(buffer, 0, 0)).isZero();
            assertThat(stream.read()).isEqualTo(3);
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(buffer, 0, 1)).isEqualTo(-1);
            assertThat(stream.failure()).isNull();
        }
        try (StorageStream stream = new StorageStream(new ByteArrayInputStream(new byte[] {(byte) 255}))) {
            assertThat(stream.read()).isEqualTo(255);
        }
    }

    @Test
    void failureOfTheStorageIsKept() throws IOException {
        IOException failure = new IOException("lost");
        try (StorageStream stream = new StorageStream(new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        })) {
            assertThatIOException().isThrownBy(stream::read).isSameAs(failure);
            assertThat(stream.failure()).isSameAs(failure);
        }
    }
}
