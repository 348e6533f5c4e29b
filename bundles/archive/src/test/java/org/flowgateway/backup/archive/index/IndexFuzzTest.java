package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.TestBackup;

/**
 * Fuzz test of an index's text, sealed with the right password: it is refused by an {@link ArchiveException}, or has the stated number of
 * entries.
 */
class IndexFuzzTest {

    private static final ArchiveCipher CIPHER = LowCostCipher.forSealing("password".toCharArray());

    @FuzzTest(maxExecutions = 4_000)
    void index(byte[] json) throws IOException {
        byte[] sealed = ArchiveCipherTest.seal(CIPHER, Zstd.compress(json, 1));
        Index index;
        try {
            index = TestBackup.open(sealed, CIPHER);
        } catch (ArchiveException e) {
            assertThat(e.reason()).isNotEqualTo(ArchiveException.Reason.KEY_REJECTED);
            return;
        }
        AtomicLong entries = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        index.forEach(indexed -> {
            entries.incrementAndGet();
            bytes.addAndGet(indexed.entry().size());
        });
        assertThat(entries.get()).isEqualTo(index.entryCount());
        assertThat(bytes.get()).isEqualTo(index.totalBytes());
    }
}
