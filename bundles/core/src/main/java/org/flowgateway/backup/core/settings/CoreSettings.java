package org.flowgateway.backup.core.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.core.work.JobCapacity;
import org.flowgateway.backup.spi.readiness.SettingException;

/**
 * Validated settings of the core.
 *
 * @param stateDirectory absolute
 * @param capacity how much a job may do at once
 * @param retry retries and timeouts of a job's connection to its target
 * @param sectionTimeout time after which a call of a section is abandoned
 * @param expectedSections ids without which no job starts
 * @param confirmationWindow time in which a restored state must be confirmed; zero if it is final at once
 */
public record CoreSettings(
        Path stateDirectory,
        JobCapacity capacity,
        RetryPolicy retry,
        Duration sectionTimeout,
        Set<String> expectedSections,
        Duration confirmationWindow) {

    /**
     * Reads a configuration.
     *
     * @param cores processors of this machine
     * @param heapBytes the largest the heap may become
     * @throws SettingException naming key and value, if a value cannot be used
     */
    public static CoreSettings of(CoreConfiguration configuration, int cores, long heapBytes) {
        Path state = directory(read("state-dir", configuration::state$_$dir));
        int packMib = number("pack-mib", configuration::pack$_$mib, 8, 64);
        int workers = number("workers", configuration::workers, 0, 64);
        int level = number("zstd-level", configuration::zstd$_$level, 1, 19);
        RetryPolicy retry = RetryPolicy.within(
                Duration.ofSeconds(number("retry-seconds", configuration::retry$_$seconds, 0, 86_400)),
                Duration.ofSeconds(number("stall-seconds", configuration::stall$_$seconds, 5, 3600)),
                Duration.ofSeconds(number("small-stall-seconds", configuration::small$_$stall$_$seconds, 5, 3600)));
        Duration sectionTimeout = Duration.ofSeconds(number("hook-seconds", configuration::hook$_$seconds, 1, 3600));
        Set<String> expected = Arrays.stream(read("expected-sections", configuration::expected$_$sections)
                        .split(",", 0))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        Duration confirmationWindow =
                Duration.ofMinutes(number("confirm-minutes", configuration::confirm$_$minutes, 0, 1440));
        return new CoreSettings(
                state,
                JobCapacity.fitting(workers == 0 ? cores : workers, packMib << 20, level, heapBytes),
                retry,
                sectionTimeout,
                expected,
                confirmationWindow);
    }

    private static Path directory(String text) {
        if (text == null || text.isBlank()) {
            throw refused("state-dir", text, "is needed: the directory of job records");
        }
        try {
            return Path.of(text.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused("state-dir", text.replaceAll("\\p{Cntrl}", "?"), "is not a path: " + e.getReason());
        }
    }

    private static int number(String key, Supplier<Integer> value, int least, int most) {
        int number = read(key, value);
        if (number < least || number > most) {
            throw refused(key, number, "is not in " + least + " to " + most);
        }
        return number;
    }

    /** Reads a value. The platform converts it only now, and its exception names neither PID nor key. */
    private static <T> T read(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            throw SettingException.withoutValue(
                    CoreConfiguration.PID, key, "is not of the right type: " + e.getMessage());
        }
    }

    private static SettingException refused(String key, Object value, String why) {
        return new SettingException(CoreConfiguration.PID, key, value, why);
    }
}
