package org.flowgateway.backup.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two spellings of one place have one real path, also where it does not exist yet. */
class RealPathTest {

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void link() throws IOException {
        directory = Files.createDirectory(temporary.toRealPath().resolve("directory"));
        Files.createSymbolicLink(temporary.resolve("link"), directory);
    }

    @Test
    void linksAndDotsAreResolved() {
        assertThat(RealPath.of(temporary.resolve("link/../link"))).isEqualTo(directory);
        assertThat(RealPath.of(Path.of(""))).isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void missingRestIsKept() {
        assertThat(RealPath.of(temporary.resolve("link/missing/file"))).isEqualTo(directory.resolve("missing/file"));
    }
}
