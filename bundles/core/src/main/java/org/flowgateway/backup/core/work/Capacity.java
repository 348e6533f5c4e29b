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

    /** What the rest of the container needs of the heap; the key derivation (64 MiB, RFC 9106) is over before there are packs. */
    private static final long RESERVED_BYTES = 144L << 20;

    /**
     * Caps the workers so that a pack in the making and its sealed form for each, and the sealed form of one more that is on its way, fit the
     * heap beside everything else.
     *
     * @param wantedWorkers at least 1
     * @param heapBytes the largest the heap may become
     */
    public static Capacity fitting(int wantedWorkers, int packBytes, int zstdLevel, long heapBytes) {
        long fitting = (heapBytes - RESERVED_BYTES - packBytes) / (2L * packBytes);
        int workers = (int) Math.max(1, Math.min(wantedWorkers, fitting));
        return new Capacity(workers, workers + 1, packBytes, zstdLevel);
    }
}
