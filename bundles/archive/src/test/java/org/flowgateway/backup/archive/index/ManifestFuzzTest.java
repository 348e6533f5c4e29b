package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.flowgateway.backup.archive.ArchiveException;

/** Fuzz test of a manifest: it is refused by an {@link ArchiveException}, or written exactly as it was read. */
class ManifestFuzzTest {

    @FuzzTest(maxExecutions = 30_000)
    void manifest(byte[] json) throws ArchiveException {
        Manifest manifest;
        try {
            manifest = Manifest.parse(json);
        } catch (ArchiveException e) {
            assertThat(e).hasMessageStartingWith("the ");
            return;
        }
        assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
    }
}
