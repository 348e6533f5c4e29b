package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.index.PackLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a pack's reader and writer: buffer, source, end of a tar, at their limits. */
class PackPartsTest {

    private static final byte[] CONTENT = {1, (byte) 200, 3, 4};

    private static StoredObject describe(byte[] content, long length) {
        MessageDigest digest = Sha256.digest();
        digest.update(content);
        return new StoredObject(StoredObject.packName(0), length, Sha256.hex(digest));
    }

    @Test
    void bufferHoldsTheSealedPack() throws IOException {
        PackBuffer buffer = new PackBuffer();
        assertThat(buffer.reset(2).capacity()).isEqualTo(2);
        try (OutputStream out = buffer.replace(ByteBuffer.allocateDirect(4))) {
            out.write(1);
            out.write(new byte[] {0, (byte) 200, 3, 4, 0}, 1, 3);
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(() -> out.write(5))
                    .withMessageContaining("[4]")
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
        }
        assertThat(buffer.describe(StoredObject.packName(0))).isEqualTo(describe(CONTENT, 4));
        try (InputStream in = buffer.open(buffer.pack())) {
            assertThat(in.available()).isEqualTo(4);
            assertThat(in.read()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(200);
            assertThat(in.available()).isEqualTo(2);
            byte[] target = new byte[4];
            assertThat(in.read(target, 1, 0)).isZero();
            assertThat(in.read(target, 1, 3)).isEqualTo(2);
            assertThat(target).containsExactly(0, 3, 4, 0);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(target, 0, 0)).isZero();
            assertThat(in.available()).isZero();
        }
        try (InputStream in = buffer.open(buffer.pack())) {
            assertThat(in.skip(1)).isEqualTo(1);
            int pack = buffer.pack();
            assertThat(buffer.reset(4).capacity()).isEqualTo(4);
            assertThatIOException().isThrownBy(in::read).withMessageContaining("another object");
            assertThatIOException().isThrownBy(() -> buffer.open(pack)).withMessageContaining("another object");
        }
        assertThat(buffer.describe(StoredObject.packName(0)).length()).isZero();
    }

    @Test
    void bufferHasRoomForIncompressibleContent() {
        assertThat(PackBuffer.capacityFor(6400)).isEqualTo(6400 + 100 + 65_536);
    }

    @Test
    void sourceIsTheObjectThatIsExpected() throws IOException {
        try (PackSource source = new PackSource(new ByteArrayInputStream(CONTENT), describe(CONTENT, 4))) {
            assertThat(source.readAllBytes()).isEqualTo(CONTENT);
            source.check();
        }
        try (PackSource longer = new PackSource(new ByteArrayInputStream(CONTENT), describe(CONTENT, 3))) {
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(longer::readAllBytes)
                    .withMessage("it is longer than the [3] bytes in the index");
        }
        try (PackSource shorter = new PackSource(new ByteArrayInputStream(CONTENT), describe(CONTENT, 5))) {
            shorter.readAllBytes();
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(shorter::check)
                    .withMessage("it has [4] bytes, [5] in the index");
        }
        try (PackSource other =
                new PackSource(new ByteArrayInputStream(new byte[] {9, 9, 9, 9}), describe(CONTENT, 4))) {
            other.readAllBytes();
            assertThatExceptionOfType(ArchiveException.class)
                    .isThrownBy(other::check)
                    .withMessageStartingWith("it is not the one in the index");
        }
    }

    private static int zerosAfter(int ones, int zeros, int step) throws IOException {
        byte[] bytes = new byte[ones + zeros];
        Arrays.fill(bytes, 0, ones, (byte) 1);
        try (TarStream stream = new TarStream(new ByteArrayInputStream(bytes), 10_000, "pack")) {
            byte[] target = new byte[step + 2];
            int read = stream.read(target, 1, step);
            while (read >= 0) {
                read = stream.read(target, 1, step);
            }
            return stream.zeros();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 512, 3000})
    void zerosAtTheEndAreCounted(int step) throws IOException {
        assertThat(zerosAfter(0, 0, step)).isZero();
        assertThat(zerosAfter(512, 0, step)).isZero();
        assertThat(zerosAfter(511, 1, step)).isEqualTo(1);
        assertThat(zerosAfter(512, 512, step)).isEqualTo(512);
        assertThat(zerosAfter(0, 1023, step)).isEqualTo(1023);
        assertThat(zerosAfter(1, 1024, step)).isEqualTo(1024);
        assertThat(zerosAfter(1, 1500, step)).isEqualTo(1024);
    }

    @Test
    void builderHasLimitedCapacityAndLevels() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> new PackBuilder(PackBuilder.MIN_CAPACITY - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PackBuilder(PackBuilder.MAX_CAPACITY + 1));
        assertThat(new PackBuilder(PackBuilder.MAX_CAPACITY).free()).isEqualTo(PackBuilder.MAX_CAPACITY - 1024);
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        try (ArchiveCipher cipher = LowCostCipher.forSealing("p".toCharArray())) {
            for (int level : new int[] {0, 20}) {
                builder.reset(0);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> builder.seal(cipher, level, new PackBuffer()))
                        .withMessageContaining("[" + level + "]");
            }
            for (int level : new int[] {1, 19}) {
                builder.reset(7);
                builder.add(TestBackup.directory(""));
                SealedPack pack = builder.seal(cipher, level, new PackBuffer());
                assertThat(pack.number()).isEqualTo(7);
                assertThat(PackLines.startWithWholeEntry(pack.lines(), "config"))
                        .isTrue();
                assertThat(pack.plainBytes()).isEqualTo(5 * 512);
                assertThat(pack.object().name()).isEqualTo(StoredObject.packName(7));
                assertThat(pack.open().readAllBytes())
                        .hasSize((int) pack.object().length());
            }
        }
    }

    @Test
    void builderKnowsWhatIsInIt() {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.reset(3);
        assertThat(builder.number()).isEqualTo(3);
        assertThat(builder.isEmpty()).isTrue();
        assertThat(builder.freeWeight()).isEqualTo(PackBuilder.MAX_WEIGHT);
        assertThat(builder.length()).isZero();
        assertThat(builder.free()).isEqualTo(PackBuilder.MIN_CAPACITY - 1024);
        builder.begin(TestBackup.file("a", 1), 0, 1);
        assertThat(builder.isEmpty()).isFalse();
        builder.abandon();
        assertThat(builder.isEmpty()).isTrue();
        builder.add(TestBackup.directory("d"));
        assertThat(builder.isEmpty()).isFalse();
        assertThat(builder.freeWeight())
                .isEqualTo(PackBuilder.MAX_WEIGHT - TestBackup.directory("d").weight());
        assertThat(builder.length()).isEqualTo(1024 + 512);
        builder.reset(4);
        assertThat(builder.freeWeight()).isEqualTo(PackBuilder.MAX_WEIGHT);
        assertThat(builder.isEmpty()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.reset(100_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.begin(TestBackup.file("a", 1), 0, -1))
                .withMessage("length [-1] is negative");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(TestBackup.file("a", 1)));
    }
}
