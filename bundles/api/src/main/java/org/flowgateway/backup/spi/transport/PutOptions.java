package org.flowgateway.backup.spi.transport;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options with which an object is stored. A transport that cannot honour one of them refuses the call ({@link FailureKind#UNSUPPORTED}); it never
 * ignores it. Immutable; made by factories, so that a later version can add options.
 */
public final class PutOptions {

    /** Options of an object without special treatment. */
    public static final PutOptions NONE = new PutOptions(null);

    private final @Nullable Instant retainedUntil;

    private PutOptions(@Nullable Instant retainedUntil) {
        this.retainedUntil = retainedUntil;
    }

    /**
     * Returns these options with a time until which the store itself refuses to delete or replace the object.
     *
     * @param time a time in the future
     */
    public PutOptions withRetentionUntil(Instant time) {
        return new PutOptions(Objects.requireNonNull(time, "time"));
    }

    /** Returns the time until which the store itself refuses to delete or replace the object; empty if it may be deleted at any time. */
    public Optional<Instant> retainedUntil() {
        return Optional.ofNullable(retainedUntil);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PutOptions that && Objects.equals(retainedUntil, that.retainedUntil);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(retainedUntil);
    }

    @Override
    public String toString() {
        return "retainedUntil=" + retainedUntil;
    }
}
