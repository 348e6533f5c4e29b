package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.section.Section;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract of a section. An implementation joins by extending this. */
public abstract class SectionContract {

    @TempDir
    Path directory;

    private Section section;

    /** Called by subclasses. */
    protected SectionContract() {}

    /** Creates the section under test; called once for each test. */
    protected abstract Section section();

    /**
     * Fills an empty directory with a state that the section accepts.
     *
     * @param staged the directory
     * @throws IOException if that fails; so does the test
     */
    protected abstract void fill(Path staged) throws IOException;

    @BeforeEach
    void make() {
        section = section();
    }

    @Test
    @DisplayName("descriptor and root are the same at every call")
    void isStable() {
        assertThat(section.descriptor()).isEqualTo(section.descriptor()).isNotNull();
        assertThat(section.root()).isEqualTo(section.root()).isNotNull();
    }

    @Test
    @DisplayName("the root is absolute, normal, and has a parent to stage in")
    void rootCanBeExchanged() {
        assertThat(section.root()).isAbsolute().isNormalized();
        assertThat(section.root().getParent()).isNotNull();
    }

    @Test
    @DisplayName("a good state is accepted wherever it is staged, and left as it is")
    void validatesWithoutAChange() throws Exception {
        Path staged = Files.createDirectory(directory.resolve("staged"));
        fill(staged);
        Map<String, String> before = content(staged);
        section.validate(staged);
        section.validate(staged);
        assertThat(content(staged)).isEqualTo(before);
    }

    @Test
    @DisplayName("activation can be repeated")
    void activatesAgain() {
        assertThatCode(() -> {
                    section.activated();
                    section.activated();
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a thaw may be repeated, and occur without a freeze, as after a crash")
    void thawsAgain() {
        assertThatCode(() -> {
                    section.thaw();
                    section.freeze();
                    section.thaw();
                    section.thaw();
                    section.freeze();
                    section.thaw();
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("deactivation and activation can be repeated")
    void deactivatesAgain() {
        assertThatCode(() -> {
                    section.deactivate();
                    section.activated();
                    section.deactivate();
                    section.deactivate();
                    section.activated();
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("every migration leads to a later format version, up to the current one")
    void migrationsLeadUp() {
        assertThat(section.migrations()).allSatisfy(migration -> {
            assertThat(migration.to())
                    .isGreaterThan(migration.from())
                    .isLessThanOrEqualTo(section.descriptor().formatVersion());
            assertThat(migration.name()).isNotBlank();
        });
    }

    private static Map<String, String> content(Path tree) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.toList()) {
                String what = Files.isRegularFile(path) ? BytesSource.sha256(Files.readAllBytes(path)) : "no file";
                content.put(tree.relativize(path).toString(), what + " " + Files.getLastModifiedTime(path));
            }
        }
        return content;
    }
}
