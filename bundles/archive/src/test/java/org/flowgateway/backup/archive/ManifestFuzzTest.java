package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as a manifest: it is refused in our own words, or it is one that is written as it was read. */
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
