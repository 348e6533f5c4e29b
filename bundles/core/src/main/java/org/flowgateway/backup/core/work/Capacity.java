package org.flowgateway.backup.core.work;

/**
 * How much a job may do at once.
 *
 * @param workers packs made or read side by side
 * @param transfers packs on their way to or from the target at once: while that is one more than there are workers, no core waits for it
 * @param packBytes plain bytes to a pack
 * @param zstdLevel compression level, 1 to 19
 */
public record Capacity(int workers, int transfers, int packBytes, int zstdLevel) {

    /** What the key derivation takes for a moment (RFC 9106). */
    private static final long DERIVATION_BYTES = 64L << 20;

    /**
     * Caps the workers so that a pack in the making and its sealed form for each, and the sealed form of one more that is on its way, are
     * together with the key derivation no larger than the heap may become. They lie outside of it, where the platform grants as much again.
     *
     * @param wantedWorkers at least 1
     * @param heapBytes the largest the heap may become
     */
    public static Capacity fitting(int wantedWorkers, int packBytes, int zstdLevel, long heapBytes) {
        long fitting = (heapBytes - DERIVATION_BYTES - packBytes) / (2L * packBytes);
        int workers = (int) Math.max(1, Math.min(wantedWorkers, fitting));
        return new Capacity(workers, workers + 1, packBytes, zstdLevel);
    }
}
