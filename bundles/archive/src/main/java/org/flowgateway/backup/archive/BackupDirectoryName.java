package org.flowgateway.backup.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name of a backup's directory in UTC: {@code yyyyMMdd_HHmm}, or {@code yyyyMMdd_HHmmss} if the first exists. Immutable.
 *
 * <p>Names sort by time as texts: the minute form comes before the seconds forms of its minute.
 */
public final class BackupDirectoryName implements Comparable<BackupDirectoryName> {

    private static final Pattern SHAPE = Pattern.compile("[0-9]{8}_[0-9]{4}([0-9]{2})?");
    private static final int MINUTE_FORM = 13;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmm").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss").withResolverStyle(ResolverStyle.STRICT);

    private final String value;
    private final Instant time;

    private BackupDirectoryName(String value, Instant time) {
        this.value = value;
        this.time = time;
    }

    /**
     * Creates the first name to try: the minute form.
     *
     * @param started start of the backup
     * @throws IllegalArgumentException if the year is not in 0 to 9999
     */
    public static BackupDirectoryName of(Instant started) {
        return format(MINUTES, started.truncatedTo(ChronoUnit.MINUTES));
    }

    /**
     * Creates the next name to try if this one exists. It always sorts after this one.
     *
     * @param started start of the backup
     * @return for a minute form the seconds form of {@code started}, or the first of this minute if that sorts before it; for a seconds form one
     *         second later
     * @throws IllegalArgumentException if the year is not in 0 to 9999
     */
    public BackupDirectoryName next(Instant started) {
        if (!minuteForm()) {
            return format(SECONDS, time.plusSeconds(1));
        }
        BackupDirectoryName candidate = format(SECONDS, started.truncatedTo(ChronoUnit.SECONDS));
        return candidate.compareTo(this) > 0 ? candidate : format(SECONDS, time);
    }

    /**
     * Parses a name.
     *
     * @param text anything
     * @return empty unless it is exactly such a name, with a date and a time that exist
     */
    public static Optional<BackupDirectoryName> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        DateTimeFormatter form = text.length() == MINUTE_FORM ? MINUTES : SECONDS;
        try {
            return Optional.of(new BackupDirectoryName(
                    text, LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            // The only way to detect that 20260230 is no date; the exception is the answer.
            return Optional.empty();
        }
    }

    private static BackupDirectoryName format(DateTimeFormatter form, Instant time) {
        String text = form.format(time.atOffset(ZoneOffset.UTC));
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("time [" + time + "] is not in the years 0 to 9999"));
    }

    private boolean minuteForm() {
        return value.length() == MINUTE_FORM;
    }

    /** Returns the time of the name: the start of its minute or second. */
    public Instant time() {
        return time;
    }

    /** Exclusive upper bound of the start times whose first name is this one: a minute, or a second, after {@link #time()}. */
    public Instant latestStart() {
        return time.plusSeconds(minuteForm() ? 60 : 1);
    }

    @Override
    public int compareTo(BackupDirectoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BackupDirectoryName name && name.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns the name itself. */
    @Override
    public String toString() {
        return value;
    }
}
