package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.LowCostCipher;

/** Fuzz test of a pack's tar, sealed with the right password: it is refused by an {@link ArchiveException}, or has whole members. */
class PackFuzzTest {

    private static final ArchiveCipher CIPHER = LowCostCipher.forSealing("password".toCharArray());

    @FuzzTest(maxExecutions = 3_000)
    void pack(byte[] tar) throws IOException {
        byte[] sealed = ArchiveCipherTest.seal(CIPHER, Zstd.compress(tar, 1));
        try (PackReader reader = new PackReader(
                new ByteArrayInputStream(sealed),
                PackReaderTest.describe(sealed),
                CIPHER,
                PackReader.MAX_PLAIN_BYTES)) {
            for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                assertThat(reader.content().transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(member.get().size());
            }
        } catch (ArchiveException e) {
            assertThat(e.reason()).isNotEqualTo(ArchiveException.Reason.KEY_REJECTED);
        }
    }
}
