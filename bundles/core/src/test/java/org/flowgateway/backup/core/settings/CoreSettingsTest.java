package org.flowgateway.backup.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Duration;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.work.JobCapacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration is taken as it is or refused with its PID and key; workers are capped by the heap. */
class CoreSettingsTest {

    private static final long GIB = 1L << 30;

    /** A configuration as the container would give it. */
    @SuppressWarnings("all")
    private record TestConfiguration(
            String state$_$dir,
            int pack$_$mib,
            int workers,
            int zstd$_$level,
            String expected$_$sections,
            int hook$_$seconds,
            int confirm$_$minutes)
            implements CoreConfiguration {

        TestConfiguration(String stateDirectory, int packMib, int workers, int level, String sections) {
            this(stateDirectory, packMib, workers, level, sections, 60, 0);
        }

        @Override
        public int retry$_$seconds() {
            return 600;
        }

        @Override
        public int stall$_$seconds() {
            return 120;
        }

        @Override
        public int small$_$stall$_$seconds() {
            return 60;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return CoreConfiguration.class;
        }
    }

    @Test
    void validConfigurationIsApplied() {
        CoreSettings settings = CoreSettings.of(
                new TestConfiguration("/var/lib/../lib/gateway", 16, 3, 7, " config, certs ,,ntp"), 8, 4 * GIB);
        assertThat(settings.stateDirectory()).isEqualTo(Path.of("/var/lib/gateway"));
        assertThat(settings.capacity()).isEqualTo(new JobCapacity(3, 4, 16 << 20, 7));
        assertThat(settings.expectedSections()).containsExactlyInAnyOrder("config", "certs", "ntp");
    }

    @Test
    void zeroWorkersMeansOnePerCore() {
        assertThat(CoreSettings.of(new TestConfiguration("/var", 8, 0, 3, ""), 6, 4 * GIB)
                        .capacity()
                        .workers())
                .isEqualTo(6);
        assertThat(CoreSettings.of(new TestConfiguration("/var", 8, 0, 3, ""), 6, 4 * GIB)
                        .expectedSections())
                .isEmpty();
    }

    @Test
    void relativeStateDirectoryIsResolvedAgainstTheWorkingDirectory() {
        assertThat(CoreSettings.of(new TestConfiguration(" var ", 8, 1, 3, ""), 2, GIB)
                        .stateDirectory())
                .isEqualTo(Path.of("var").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "7,1,3,pack-mib",
        "65,1,3,pack-mib",
        "-1,1,3,pack-mib",
        "8,-1,3,workers",
        "8,65,3,workers",
        "8,1,0,zstd-level",
        "8,1,20,zstd-level"
    })
    void invalidNumberIsRejectedWithPidAndKey(int packMib, int workers, int level, String key) {
        assertThatThrownBy(() -> CoreSettings.of(new TestConfiguration("/var", packMib, workers, level, ""), 2, GIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("org.flowgateway.backup.core: " + key + " [")
                .hasMessageContaining("is not in");
    }

    @Test
    void smallObjectHasItsOwnTimeout() {
        RetryPolicy retry = CoreSettings.of(new TestConfiguration("/var", 8, 1, 3, ""), 2, GIB)
                .retry();
        assertThat(retry.stall()).isEqualTo(Duration.ofSeconds(120));
        assertThat(retry.smallStall()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void sectionTimeoutIsConfigured() {
        assertThat(CoreSettings.of(new TestConfiguration("/var", 8, 1, 3, "", 7, 0), 2, GIB)
                        .sectionTimeout())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3601})
    void invalidSectionTimeoutIsRejectedWithPidAndKey(int seconds) {
        assertThatThrownBy(() -> CoreSettings.of(new TestConfiguration("/var", 8, 1, 3, "", seconds, 0), 2, GIB))
                .hasMessage("org.flowgateway.backup.core: hook-seconds [" + seconds + "] is not in 1 to 3600");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1440})
    void confirmationWindowIsConfigured(int minutes) {
        assertThat(CoreSettings.of(new TestConfiguration("/var", 8, 1, 3, "", 60, minutes), 2, GIB)
                        .confirmationWindow())
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1441})
    void tooLongConfirmationWindowIsRejectedWithPidAndKey(int minutes) {
        assertThatThrownBy(() -> CoreSettings.of(new TestConfiguration("/var", 8, 1, 3, "", 60, minutes), 2, GIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.flowgateway.backup.core: confirm-minutes [" + minutes + "] is not in 0 to 1440");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "nul\0here", "/nul\0here"})
    void invalidStateDirectoryIsRejectedWithPidAndKey(String state) {
        assertThatThrownBy(() -> CoreSettings.of(new TestConfiguration(state, 8, 1, 3, ""), 2, GIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("org.flowgateway.backup.core: state-dir ");
    }

    @Test
    void missingStateDirectoryIsRejectedWithPidAndKey() {
        assertThatThrownBy(() -> CoreSettings.of(new TestConfiguration(null, 8, 1, 3, ""), 2, GIB))
                .hasMessageStartingWith("org.flowgateway.backup.core: state-dir ");
    }

    @ParameterizedTest
    @CsvSource({
        "1,8,384,1",
        "64,8,384,20",
        "64,32,384,5",
        "64,64,384,2",
        "64,64,351,1",
        "2,32,216,2",
        "2,32,191,1",
        "64,64,100,1",
        "8,8,4096,8"
    })
    void workersAreCappedSoThatTheirPacksFitTheHeap(int wanted, int packMib, int heapMib, int workers) {
        assertThat(JobCapacity.fitting(wanted, packMib << 20, 3, (long) heapMib << 20))
                .isEqualTo(new JobCapacity(workers, workers + 1, packMib << 20, 3));
    }
}
