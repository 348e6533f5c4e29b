package org.flowgateway.backup.core.work;

/**
 * Limits of a job's parallel work and memory.
 *
 * @param workers packs made or read in parallel
 * @param transfers packs on their way to or from the target at once: while that is one more than there are workers, no core waits for it
 * @param packBytes plain bytes to a pack
 * @param zstdLevel compression level, 1 to 19
 */
public record JobCapacity(int workers, int transfers, int packBytes, int zstdLevel) {

    /** Heap bytes that the key derivation needs for a moment (RFC 9106). */
    private static final long DERIVATION_BYTES = 64L << 20;

    /** Bytes outside of the heap for everything except packs: a backup's index, sockets. */
    private static final long OTHER_DIRECT_BYTES = 32L << 20;

    /**
     * Caps the workers so that two packs for each of them, one in the making and its sealed form, are together with the key derivation no
     * larger than the heap may become. They lie outside of it, where the platform grants as much again: there, the sealed form of one pack
     * more that is on its way must have room as well.
     *
     * @param wantedWorkers at least 1
     * @param heapBytes the largest the heap may become, as the platform reports it: with the serial collector that is less than {@code -Xmx}
     */
    public static JobCapacity fitting(int wantedWorkers, int packBytes, int zstdLevel, long heapBytes) {
        long fitting = (heapBytes - Math.max(DERIVATION_BYTES, OTHER_DIRECT_BYTES + packBytes)) / (2L * packBytes);
        int workers = (int) Math.max(1, Math.min(wantedWorkers, fitting));
        return new JobCapacity(workers, workers + 1, packBytes, zstdLevel);
    }

    /** One line for the log, which shows when the heap allows fewer workers than were configured. */
    @Override
    public String toString() {
        return "Packs of %d MiB are made by %d workers, at zstd level %d"
                .formatted(packBytes >> 20, workers, zstdLevel);
    }
}
