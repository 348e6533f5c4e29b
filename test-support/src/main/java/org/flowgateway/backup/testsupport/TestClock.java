package org.flowgateway.backup.testsupport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock that stands still until a test sets it. */
public final class TestClock extends Clock {

    private volatile Instant now;

    /** @param now in ISO 8601, as in {@code 2026-02-27T15:46:00Z} */
    public TestClock(String now) {
        this.now = Instant.parse(now);
    }

    /** Sets the clock forward. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Sets the clock to a time in ISO 8601. */
    public void set(String instant) {
        now = Instant.parse(instant);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
