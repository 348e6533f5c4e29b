package org.flowgateway.backup.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staging names are hidden, of one section and one restore, and recognized by their root. */
class StagingNamesTest {

    private static final Path ROOT = Path.of("/srv/gateway/config");

    @Test
    void namesAreOfTheirRootAndRestore() {
        StagingNames names = new StagingNames(ROOT, "restore-000012-2");

        assertThat(names.restored()).isEqualTo(".config.restore-000012-2.restored");
        assertThat(names.leaving()).isEqualTo(".config.restore-000012-2.leaving");
        assertThat(names.before()).isEqualTo(".config.restore-000012-2.before");
        assertThat(List.of(names.restored(), names.leaving(), names.before()))
                .allMatch(name -> StagingNames.isStagingName(ROOT, name))
                .noneMatch(name -> StagingNames.isStagingName(Path.of("/srv/gateway/certs"), name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config",
                ".config",
                ".configs.restore-000012.restored",
                "xconfig.restore-000012.restored",
                ".config.restore-12.restored",
                ".config.restore-000012.other",
                ".config.restore-000012.restored.bak"
            })
    void otherNamesAreNotStagingNames(String name) {
        assertThat(StagingNames.isStagingName(ROOT, name)).isFalse();
    }
}
