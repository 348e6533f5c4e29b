package org.flowgateway.backup.certify;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of the test directories of a run, {@code certify-20261201t040526z-1a2b3c4d-N}. It holds the start of the run in UTC: a later run removes
 * directories by age, since nothing else tells a run that ended without its cleanup from one of another gateway that still runs.
 *
 * @param start start of the run
 * @param prefix beginning of all directory names of the run
 */
record ScratchName(Instant start, String prefix) {

    /** Age from which the directories of another run are removed; no run takes that long. */
    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final int RANDOM_BYTES = 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss'z'", Locale.ROOT);
    private static final Pattern SHAPE = Pattern.compile("certify-(\\d{8}t\\d{6}z)-[0-9a-f]{8}-\\d{1,9}");

    /** Returns a name that no other run has. */
    static ScratchName next(Clock clock) {
        Instant start = clock.instant();
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new ScratchName(
                start,
                "certify-" + TIME.format(start.atZone(ZoneOffset.UTC)) + "-"
                        + HexFormat.of().formatHex(random) + "-");
    }

    /** Returns whether a directory belongs to this run. */
    boolean isOwn(String directory) {
        return directory.startsWith(prefix);
    }

    /** Returns whether a directory belongs to a run, this one or another. */
    static boolean isOfARun(String directory) {
        return startOf(directory).isPresent();
    }

    /** Returns whether a directory belongs to a run that started long ago. */
    boolean isOutdated(String directory) {
        return startOf(directory)
                .filter(other -> other.isBefore(start.minus(MAX_AGE)))
                .isPresent();
    }

    /** Returns the start of the run that a directory belongs to; empty if its name is not that of a run. */
    private static Optional<Instant> startOf(String directory) {
        Matcher shape = SHAPE.matcher(directory);
        if (!shape.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(shape.group(1), TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty(); // Another's directory, such as certify-99999999t…
        }
    }
}
