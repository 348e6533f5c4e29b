package org.flowgateway.backup.sections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.flowgateway.backup.tck.SectionContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeSectionTest extends SectionContract {

    @TempDir
    Path base;

    @Override
    protected Section section() {
        return new FileTreeSettings(Map.of("id", "config", "root", "/opt/flowgateway/config")).section();
    }

    @Override
    protected void fill(Path staged) throws IOException {
        Files.writeString(staged.resolve("file"), "content");
        Files.createDirectory(staged.resolve("directory"));
    }

    @Test
    @DisplayName("an empty directory is a valid tree")
    void emptyTree() throws Exception {
        section().validate(base);
    }

    @Test
    @DisplayName("a file, a link and a missing directory are refused")
    void refusesOtherThanDirectories() throws Exception {
        Path file = Files.createFile(base.resolve("file"));
        Path link = Files.createSymbolicLink(base.resolve("link"), base);
        for (Path staged : new Path[] {file, link, base.resolve("missing")}) {
            assertThatExceptionOfType(SectionException.class)
                    .isThrownBy(() -> section().validate(staged))
                    .withMessageContaining("config")
                    .withMessageContaining("not a directory");
        }
        assertThat(link).isSymbolicLink();
    }
}
