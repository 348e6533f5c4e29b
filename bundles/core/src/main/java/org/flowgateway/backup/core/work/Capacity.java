package org.flowgateway.backup.core.work;

/**
 * How much a job may do at once.
 *
 * @param workers packs made or read side by side
 * @param packBytes plain bytes to a pack
 * @param zstdLevel compression level, 1 to 19
 */
public record Capacity(int workers, int packBytes, int zstdLevel) {

    /** What the rest of the container and the key derivation (64 MiB, RFC 9106) need of the heap. */
    private static final long RESERVED_BYTES = 160L << 20;

    /**
     * Caps the workers so that two packs each, plain and sealed, fit the heap beside everything else.
     *
     * @param wantedWorkers at least 1
     * @param heapBytes the largest the heap may become
     */
    public static Capacity fitting(int wantedWorkers, int packBytes, int zstdLevel, long heapBytes) {
        long fitting = (heapBytes - RESERVED_BYTES) / (2L * packBytes);
        return new Capacity((int) Math.max(1, Math.min(wantedWorkers, fitting)), packBytes, zstdLevel);
    }
}
