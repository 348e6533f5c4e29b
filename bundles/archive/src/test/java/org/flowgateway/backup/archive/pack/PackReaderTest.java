package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.FailingStream;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid packs that are sealed with the right password, and the distinction of failures. */
class PackReaderTest {

    private static final long PLENTY = 1 << 20;
    private static ArchiveCipher cipher;

    @BeforeAll
    static void derive() {
        cipher = LowCostCipher.forSealing("password".toCharArray());
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    private static byte[] tar(byte type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512)) {
            TarArchiveEntry entry = new TarArchiveEntry("config/a", type);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    static StoredObject describe(byte[] sealed) {
        MessageDigest digest = Sha256.digest();
        digest.update(sealed);
        return new StoredObject(StoredObject.packName(0), sealed.length, Sha256.hex(digest));
    }

    private static int read(byte[] sealed, StoredObject expected, long limit) throws IOException {
        try (PackReader reader = new PackReader(new ByteArrayInputStream(sealed), expected, cipher, limit)) {
            int members = 0;
            for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                reader.content().readAllBytes();
                members++;
            }
            assertThat(reader.next()).isEmpty();
            return members;
        }
    }

    private static ArchiveException refusal(byte[] sealed) throws IOException {
        StoredObject object = describe(sealed);
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> read(sealed, object, PLENTY));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static byte[] sealTar(UnaryOperator<byte[]> change) throws IOException {
        return ArchiveCipherTest.seal(cipher, Zstd.compress(change.apply(tar(TarConstants.LF_NORMAL))));
    }

    @Test
    void validPackIsRead() throws IOException {
        byte[] sealed = sealTar(UnaryOperator.identity());

        assertThat(read(sealed, describe(sealed), PLENTY)).isEqualTo(1);
    }

    @Test
    void aTarWithoutItsEndIsDamage() throws IOException {
        for (int left : new int[] {512, 512 + 512, 512 + 1, 512 + 1023, 100}) {
            assertThat(refusal(sealTar(tar -> Arrays.copyOf(tar, left))).reason())
                    .as("%d bytes", left)
                    .isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void anEmptyTarWithoutItsEndIsDamage() throws IOException {
        assertThat(refusal(sealTar(tar -> new byte[0])).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void aTarWithOneEndRecordOnlyAndSomethingElseIsDamage() throws IOException {
        byte[] sealed = sealTar(tar -> {
            tar[512 + 512 + 7] = 'x';
            return tar;
        });

        assertThat(refusal(sealed).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void bytesAfterTheTarAreDamage() throws IOException {
        assertThat(refusal(sealTar(tar -> Arrays.copyOf(tar, tar.length + 512))).reason())
                .isEqualTo(Reason.DAMAGED);
        assertThat(refusal(sealTar(tar -> Arrays.copyOf(tar, tar.length + 1))).reason())
                .isEqualTo(Reason.DAMAGED);
    }

    @Test
    void aFrameWithoutItsEndIsDamage() throws IOException {
        byte[] frame = Zstd.compress(tar(TarConstants.LF_NORMAL));

        for (int left = 0; left < frame.length; left++) {
            assertThat(refusal(ArchiveCipherTest.seal(cipher, Arrays.copyOf(frame, left)))
                            .reason())
                    .as("%d bytes", left)
                    .isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void aSecondFrameIsDamage() throws IOException {
        byte[] frame = Zstd.compress(tar(TarConstants.LF_NORMAL));
        byte[] two = Arrays.copyOf(frame, frame.length * 2);
        System.arraycopy(frame, 0, two, frame.length, frame.length);

        assertThat(refusal(ArchiveCipherTest.seal(cipher, two)).reason()).isEqualTo(Reason.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, TarConstants.LF_CONTIG})
    void membersOfOtherTypesAreDamage(byte type) throws IOException {
        byte[] sealed = ArchiveCipherTest.seal(cipher, Zstd.compress(tar(type)));

        assertThat(refusal(sealed)).hasMessageContaining("config/a");
    }

    @Test
    void decompressionBombIsStoppedAtTheLimit() throws IOException {
        byte[] sealed = sealTar(tar -> Arrays.copyOf(tar, 200 << 20));
        StoredObject object = describe(sealed);

        assertThat(sealed.length).isLessThan(100_000);
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> read(sealed, object, 1000));
        assertThat(refused.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void wrongPasswordIsDamageAfterTheIndexWasOpened() throws IOException {
        try (ArchiveCipher other = LowCostCipher.forSealing("other".toCharArray())) {
            assertThat(refusal(ArchiveCipherTest.seal(other, new byte[10])).reason())
                    .isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void anotherPackOfTheSameContentIsDamage() throws IOException {
        byte[] sealed = sealTar(UnaryOperator.identity());
        byte[] again = sealTar(UnaryOperator.identity());
        StoredObject expected = describe(again);

        assertThat(sealed).hasSameSizeAs(again);
        assertThatThrownBy(() -> read(sealed, expected, PLENTY))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("not the one in the index");
    }

    @Test
    void packOfAnotherLengthIsDamage() throws IOException {
        byte[] sealed = sealTar(UnaryOperator.identity());
        StoredObject object = describe(sealed);
        StoredObject longer = new StoredObject(object.name(), object.length() + 1, object.sha256());
        StoredObject shorter = new StoredObject(object.name(), object.length() - 1, object.sha256());

        assertThatThrownBy(() -> read(sealed, longer, PLENTY))
                .hasMessageContaining("it has [" + sealed.length + "] bytes, [" + longer.length() + "] in the index");
        assertThatThrownBy(() -> read(sealed, shorter, PLENTY))
                .hasMessageContaining("longer than the [" + shorter.length() + "] bytes in the index");
    }

    @Test
    void packBeyondItsBufferIsRefused() {
        PackBuffer buffer = new PackBuffer();

        assertThatThrownBy(() -> buffer.replace(ByteBuffer.allocate(10)).write(new byte[11]))
                .hasMessageContaining("the sealed pack would be longer");
    }

    @Test
    void connectionFailureIsFinalAndNotDamage() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        byte[] noise = new byte[40_000];
        new Random(1).nextBytes(noise);
        builder.begin(TestBackup.file("a", noise.length), 0, noise.length).put(noise);
        builder.end(true);
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());
        byte[] sealed = TestBackup.bytes(pack.open());
        IOException broken = new IOException("connection reset");

        assertThatThrownBy(() -> new PackReader(new FailingStream(sealed, 20, broken), pack.object(), cipher, PLENTY))
                .isSameAs(broken);
        try (PackReader reader =
                new PackReader(new FailingStream(sealed, sealed.length, broken), pack.object(), cipher, PLENTY)) {
            assertThatThrownBy(() -> {
                        reader.next();
                        reader.next();
                    })
                    .isSameAs(broken);
            assertThatThrownBy(reader::next).isSameAs(broken);
            assertThatThrownBy(() -> reader.content().read()).isSameAs(broken);
        }
    }

    /** Source that knows whether it is closed. */
    private static final class Source extends ByteArrayInputStream {

        private boolean closed;

        Source(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void sourceIsClosedWithItsReader() throws IOException {
        byte[] sealed = sealTar(UnaryOperator.identity());
        Source source = new Source(sealed);
        try (PackReader reader = new PackReader(source, describe(sealed), cipher, PLENTY)) {
            assertThat(reader.next()).isPresent();
            assertThat(source.closed).isFalse();
        }
        assertThat(source.closed).isTrue();

        Source refused = new Source(new byte[10]);
        assertThatThrownBy(() -> new PackReader(refused, describe(sealed), cipher, PLENTY))
                .isInstanceOf(ArchiveException.class);
        assertThat(refused.closed).isTrue();
    }

    @Test
    void contentIsThatOfTheCurrentMember() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(TestBackup.directory("d"));
        builder.begin(TestBackup.file("f", 3), 0, 3).put(new byte[] {(byte) 200, 1, 2});
        builder.end(true);
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());
        try (PackReader reader = new PackReader(pack.open(), pack.object(), cipher, PLENTY)) {
            assertThat(reader.content().read()).isEqualTo(-1);
            assertThat(reader.next()).contains(new OpenedMember("config/d", Entry.Type.DIRECTORY, 0, ""));
            assertThat(reader.content().read()).isEqualTo(-1);
            assertThat(reader.next()).contains(new OpenedMember("config/f", Entry.Type.FILE, 3, ""));
            assertThat(reader.content().read()).isEqualTo(200);
            byte[] target = new byte[4];
            assertThat(reader.content().read(target, 1, 2)).isEqualTo(2);
            assertThat(target).containsExactly(0, 1, 2, 0);
            assertThat(reader.content().read()).isEqualTo(-1);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void skippedContentIsChecked() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        for (String name : new String[] {"a", "b"}) {
            builder.begin(TestBackup.file(name, 600), 0, 600).position(600);
            builder.end(true);
        }
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());
        try (PackReader reader = new PackReader(pack.open(), pack.object(), cipher, PLENTY)) {
            assertThat(reader.next()).map(OpenedMember::name).contains("config/a");
            assertThat(reader.content().read()).isZero();
            assertThat(reader.next()).map(OpenedMember::size).contains(600L);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.content().read()).isEqualTo(-1);
        }
    }
}
