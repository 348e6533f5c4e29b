package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.tar.TarWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs with the right password that make the libraries allocate memory, or trigger their faults. */
class HostilePackTest {

    private static final int KEY_PACKET = 87;
    private static ArchiveCipher cipher;

    @BeforeAll
    static void derive() {
        cipher = LowCostCipher.forSealing("password".toCharArray());
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    /** Creates a tar of one header, with content that is not padded. */
    private static byte[] tar(String name, byte type, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setSize(content.length);
        byte[] bytes = new byte[512 + (content.length + 511) / 512 * 512];
        entry.writeEntryHeader(bytes);
        System.arraycopy(content, 0, bytes, 512, content.length);
        return bytes;
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }

    private static byte[] pax(String record) throws IOException {
        return join(
                tar("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, record.getBytes(StandardCharsets.UTF_8)),
                tar("config/a", TarConstants.LF_NORMAL, new byte[0]),
                new byte[TarWriter.END]);
    }

    private static int read(byte[] sealed) throws IOException {
        try (PackReader reader = new PackReader(
                new ByteArrayInputStream(sealed),
                PackReaderTest.describe(sealed),
                cipher,
                PackReader.MAX_PLAIN_BYTES)) {
            int members = 0;
            for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                members++;
            }
            return members;
        }
    }

    private static ArchiveException refused(byte[] sealed) {
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> read(sealed));
        assertThat(refused).as("taken for good").isNotNull();
        return refused;
    }

    private static Reason refusal(byte[] sealed) {
        return refused(sealed).reason();
    }

    private static byte[] seal(byte[] tar) throws IOException {
        return ArchiveCipherTest.seal(cipher, Zstd.compress(tar));
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_DIR, TarConstants.LF_SYMLINK, TarConstants.LF_LINK})
    void contentOfANonFileIsDamage(byte type) throws IOException {
        byte[] end = new byte[TarWriter.END];
        assertThat(refused(seal(join(tar("config/a", type, new byte[100]), end))))
                .hasMessageContaining("with content, which only a file has: [config/a");
        assertThat(refused(seal(join(tar("config/a/", TarConstants.LF_NORMAL, new byte[100]), end))))
                .hasMessageContaining("with content, which only a file has: [config/a/]");
    }

    /** Extended headers, and long names and links in GNU tar's form. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(bytes = {'x', 'X', 'g', 'L', 'K'})
    void oversizedHeadersAreRefused(byte type) throws IOException {
        byte[] huge = new byte[100 << 20];
        Arrays.fill(huge, (byte) 'n');
        byte[] record = (huge.length + " path=").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(record, 0, huge, 0, record.length);
        huge[huge.length - 1] = '\n';
        assertThat(refusal(seal(tar("huge", type, huge)))).isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    /** One record of the whole header's length. */
    private static byte[] pathRecord(int length) {
        return (length + " path=" + "n".repeat(length - (length + " path=\n").length()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void headersAreLimitedAndContentIsNot() throws IOException {
        int limit = (int) FormatLimits.HEADER_BYTES;
        byte[] end = new byte[TarWriter.END];
        byte[] file = tar("config/a", TarConstants.LF_NORMAL, new byte[limit + 1]);
        byte type = TarConstants.LF_PAX_EXTENDED_HEADER_LC;

        assertThat(read(seal(join(file, file, end)))).isEqualTo(2);
        // Two records are the headers of the pax header and of the file.
        assertThat(read(seal(join(tar("pax", type, pathRecord(limit - 2 * 512)), file, end))))
                .isEqualTo(1);
        assertThat(refusal(seal(join(tar("pax", type, pathRecord(limit)), file, end))))
                .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(bytes = {'x', 'g', 'L', 'K'})
    void endlesslyNestedHeadersAreRefused(byte type) throws IOException {
        byte[] one = tar("again", type, "12 path=abc\n".getBytes(StandardCharsets.UTF_8));
        byte[] chain = new byte[one.length * 20_000];
        for (int i = 0; i < chain.length; i += one.length) {
            System.arraycopy(one, 0, chain, i, one.length);
        }
        assertThat(refusal(seal(chain))).isIn(Reason.LIMIT_EXCEEDED, Reason.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 mtime=99999999999999999999\n",
                "29 mtime=9999999999999999999\n",
                "20 mtime=1e999999\n",
                "25 size=-9999999999999999\n",
                "28 size=9223372036854775807\n",
                "11 size=xx\n",
                "28 uid=99999999999999999999\n",
                "99999999999 path=a\n",
                "-5 path=a\n",
                "0 a\n",
                "6 =ab\n",
                "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n",
                "25 GNU.sparse.map=0,1,2,x\n",
                "26 GNU.sparse.size=999999\n",
                "33 SCHILY.realsize=999999999999999\n"
            })
    void malformedExtendedHeadersAreDamageOrIgnored(String record) throws IOException {
        byte[] sealed = seal(pax(record));
        ArchiveException refused = catchThrowableOfType(
                ArchiveException.class, () -> assertThat(read(sealed)).isEqualTo(1));
        if (refused != null) {
            assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void sparseFileIsDamage() throws IOException {
        assertThat(refused(seal(pax("21 GNU.sparse.size=0\n"))))
                .hasMessageContaining("no file, directory or link: [config/a]");
    }

    @Tag("slow")
    @Test
    void oversizedZstdWindowIsRefused() throws IOException {
        byte[] tar = join(tar("config/a", TarConstants.LF_NORMAL, new byte[40 << 20]), new byte[TarWriter.END]);
        for (int exponent : new int[] {FormatLimits.ZSTD_WINDOW_EXPONENT, 25, 27}) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (ZstdOutputStreamNoFinalizer frame = new ZstdOutputStreamNoFinalizer(compressed, 3).setLong(exponent)) {
                frame.write(tar);
            }
            byte[] sealed = ArchiveCipherTest.seal(cipher, compressed.toByteArray());
            if (exponent > FormatLimits.ZSTD_WINDOW_EXPONENT) {
                assertThat(refusal(sealed)).isEqualTo(Reason.DAMAGED);
            } else {
                assertThat(read(sealed)).isEqualTo(1);
            }
        }
    }

    @Tag("slow")
    @Test
    void theHighestLevelOfTheWriterIsRead() throws IOException {
        PackBuilder builder = new PackBuilder(24 << 20);
        builder.begin(TestBackup.file("a", 20 << 20), 0, 20 << 20).put(new byte[20 << 20]);
        builder.end(true);
        assertThat(read(TestBackup.bytes(
                        builder.seal(cipher, 19, new PackBuffer()).open())))
                .isEqualTo(1);
    }

    /** Key packet for another recipient (PKESK, version 6, X25519), of any length. */
    @Test
    void furtherKeyPacketsAreSkippedAndBounded() throws IOException {
        byte[] good = seal(join(tar("config/a", TarConstants.LF_NORMAL, new byte[0]), new byte[TarWriter.END]));
        for (int length : new int[] {100, 4000, 100_000, 60 << 20}) {
            byte[] packet = new byte[6 + length];
            packet[0] = (byte) 0xC1;
            packet[1] = (byte) 0xFF;
            packet[2] = (byte) (length >>> 24);
            packet[3] = (byte) (length >>> 16);
            packet[4] = (byte) (length >>> 8);
            packet[5] = (byte) length;
            packet[6] = 6;
            packet[8] = 25;
            byte[] sealed =
                    join(Arrays.copyOf(good, KEY_PACKET), packet, Arrays.copyOfRange(good, KEY_PACKET, good.length));
            if (length < 10_000) {
                assertThat(read(sealed)).isEqualTo(1);
            } else {
                ArchiveException refused = catchThrowableOfType(
                        ArchiveException.class, () -> cipher.open(new ByteArrayInputStream(sealed)));
                assertThat(refused.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
            }
        }
    }
}
