package org.flowgateway.backup.tck;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** Content of any length, generated while it is read: one random block, repeated. One thread at a time. */
final class PatternSource implements ObjectSource {

    private static final int BLOCK = 1024 * 1024;

    private final byte[] block = new byte[BLOCK];
    private final long length;
    private final long stop;
    private final Runnable atStop;
    private final String sha256;

    /**
     * @param length bytes, a multiple of a MiB
     * @param stop number of bytes before the action
     * @param atStop action, on the reading thread
     */
    PatternSource(long length, long stop, Runnable atStop) {
        this.length = length;
        this.stop = stop;
        this.atStop = atStop;
        new Random(1).nextBytes(block);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long hashed = 0; hashed < length; hashed += BLOCK) {
                digest.update(block);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private long given;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] buffer, int offset, int count) {
                if (given == length) {
                    return -1;
                }
                if (given == stop) {
                    atStop.run();
                }
                int at = (int) (given % BLOCK);
                long maxCount = Math.min(given < stop ? stop - given : length - given, BLOCK - at);
                int giving = (int) Math.min(count, maxCount);
                System.arraycopy(block, at, buffer, offset, giving);
                given += giving;
                return giving;
            }
        };
    }
}
