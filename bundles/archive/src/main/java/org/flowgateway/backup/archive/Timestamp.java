package org.flowgateway.backup.archive;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Point in time of a file system, exact over all of its 64 bits of seconds, a wider range than that of {@link Instant}. Immutable.
 *
 * @param seconds whole seconds since 1970-01-01T00:00:00Z, rounded towards the past
 * @param nanos nanoseconds after {@code seconds}, 0 to 999,999,999
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {

    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int DIGITS = 9;
    private static final Pattern TEXT = Pattern.compile("(-?)(0|[1-9][0-9]{0,18})(?:\\.([0-9]{0,8}[1-9]))?");

    /**
     * Checks the nanoseconds.
     *
     * @throws IllegalArgumentException if they are not in 0 to 999,999,999
     */
    public Timestamp {
        ValueChecks.that(
                nanos >= 0 && nanos < NANOS_PER_SECOND, "nanoseconds [" + nanos + "] are not in [0] to [999999999]");
    }

    /** Converts an instant. */
    public static Timestamp of(Instant time) {
        return new Timestamp(time.getEpochSecond(), time.getNano());
    }

    /** Converts to an instant, the nearest one if out of its range of one thousand million years from 1970. */
    public Instant toInstant() {
        if (seconds > Instant.MAX.getEpochSecond()) {
            return Instant.MAX;
        }
        return seconds < Instant.MIN.getEpochSecond() ? Instant.MIN : Instant.ofEpochSecond(seconds, nanos);
    }

    /**
     * Parses the result of {@link #toString}, and nothing else: every time has one text only.
     *
     * @throws IllegalArgumentException if the text is no such number, or its seconds need more than 64 bits
     */
    public static Timestamp parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        ValueChecks.that(matcher.matches() && !text.equals("-0"), "[" + text + "] is no time");
        boolean negative = !matcher.group(1).isEmpty();
        String fraction = matcher.group(3);
        try {
            // With its sign, since the smallest number has no positive counterpart.
            long whole = Long.parseLong(matcher.group(1) + matcher.group(2));
            int nanos = fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(DIGITS - fraction.length()));
            return negative && nanos > 0
                    ? new Timestamp(Math.subtractExact(whole, 1), NANOS_PER_SECOND - nanos)
                    : new Timestamp(whole, nanos);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("[" + text + "] is no time of 64 bits", e);
        }
    }

    /**
     * Decimal seconds since 1970, such as {@code 1709168523.5}, {@code -1} or {@code -0.000000001}: no exponent, no zero in front of the number
     * or at the end of its fraction.
     */
    @Override
    public String toString() {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        String digits = Integer.toString(NANOS_PER_SECOND + (negative ? NANOS_PER_SECOND - nanos : nanos))
                .substring(1);
        int end = DIGITS;
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return (negative ? "-" : "") + whole + "." + digits.substring(0, end);
    }

    @Override
    public int compareTo(Timestamp other) {
        int order = Long.compare(seconds, other.seconds);
        return order == 0 ? Integer.compare(nanos, other.nanos) : order;
    }
}
