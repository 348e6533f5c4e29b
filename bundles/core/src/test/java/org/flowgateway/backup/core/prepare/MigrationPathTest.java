package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.flowgateway.backup.spi.section.Migration;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;
import org.junit.jupiter.api.Test;

/** Migrations lead from a backup's layout to the current one by the longest steps. */
class MigrationPathTest {

    private static final Path STAGED = Path.of("staged");

    private final List<String> migrated = new ArrayList<>();

    private record Step(int from, int to, List<String> log) implements Migration {

        @Override
        public String name() {
            return from + "-" + to;
        }

        @Override
        public void migrate(Path staged) throws IOException {
            if (to == 9) {
                throw new IllegalStateException("the test wants it so");
            }
            if (to == 8) {
                throw new IOException("full");
            }
            log.add(name() + " of " + staged);
        }
    }

    private Migration step(int from, int to) {
        return new Step(from, to, migrated);
    }

    private static MigrationPath path(int current, Migration... migrations) {
        return new MigrationPath(new VersionedSection(current, () -> Arrays.asList(migrations)));
    }

    private interface Migrations {
        List<Migration> get();
    }

    private record VersionedSection(int version, Migrations known) implements Section {

        @Override
        public SectionDescriptor descriptor() {
            return new SectionDescriptor("config", "", true, false, version);
        }

        @Override
        public Path root() {
            return Path.of("root");
        }

        @Override
        public List<Migration> migrations() {
            return known.get();
        }

        @Override
        public void validate(Path staged) {}

        @Override
        public void activated() {}
    }

    @Test
    void currentLayoutNeedsNoMigration() throws Exception {
        MigrationPath path = path(2);
        assertThat(path.exists(2)).isTrue();
        assertThat(path.exists(1)).isFalse();
        assertThat(path.describe(2)).isEmpty();
        path.migrate(STAGED, 2);
        assertThat(migrated).isEmpty();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> path.describe(1));
    }

    @Test
    void longestStepsArePreferred() throws Exception {
        MigrationPath path = path(4, step(1, 2), step(2, 3), step(1, 3), step(3, 4), step(2, 4));
        assertThat(path.describe(1)).isEqualTo("1-3, 3-4");
        assertThat(path.describe(2)).isEqualTo("2-4");
        path.migrate(STAGED, 1);
        assertThat(migrated).containsExactly("1-3 of staged", "3-4 of staged");
    }

    @Test
    void stepWithoutAWayOnIsAvoided() {
        assertThat(path(5, step(1, 4), step(1, 2), step(2, 5)).describe(1)).isEqualTo("1-2, 2-5");
        assertThat(path(3, step(1, 4), step(1, 3)).describe(1))
                .as("beyond the current")
                .isEqualTo("1-3");
        assertThat(path(5, step(1, 4)).exists(1)).isFalse();
    }

    @Test
    void stepsBackAreIgnored() {
        assertThat(path(1, step(2, 1)).exists(2)).isFalse();
        assertThat(path(3, step(2, 2)).exists(2)).isFalse();
    }

    @Test
    void sectionThatFailsHasNoMigrations() {
        MigrationPath path = new MigrationPath(new VersionedSection(2, () -> {
            throw new IllegalStateException("the test wants it so");
        }));
        assertThat(path.exists(2)).isTrue();
        assertThat(path.exists(1)).isFalse();
    }

    @Test
    void failureOfAMigrationIsReported() {
        assertThatExceptionOfType(SectionException.class)
                .isThrownBy(() -> path(9, step(1, 9)).migrate(STAGED, 1))
                .withMessageContaining("1-9");
        assertThatIOException()
                .isThrownBy(() -> path(8, step(1, 8)).migrate(STAGED, 1))
                .withMessage("full");
    }
}
