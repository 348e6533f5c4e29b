package org.flowgateway.backup.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** Bytes in memory as an object's content, honest or not. Immutable. */
public final class BytesSource implements ObjectSource {

    /** Action of a stream at a given number of bytes. */
    private interface Incident {
        void happen() throws IOException;
    }

    private final byte[] bytes;
    private final long length;
    private final String sha256;
    private final boolean vouchedFor;
    private final int incidentAt;
    private final Incident incident;

    private BytesSource(
            byte[] bytes, long length, String sha256, boolean vouchedFor, int incidentAt, Incident incident) {
        this.bytes = bytes;
        this.length = length;
        this.sha256 = sha256;
        this.vouchedFor = vouchedFor;
        this.incidentAt = incidentAt;
        this.incident = incident;
    }

    /** Creates a source that matches its declaration. */
    public static BytesSource of(byte[] bytes) {
        return new BytesSource(bytes.clone(), bytes.length, sha256(bytes), false, Integer.MAX_VALUE, () -> {});
    }

    /**
     * Creates a source of random bytes.
     *
     * @param length bytes
     * @param seed selects the bytes
     */
    public static BytesSource random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return of(bytes);
    }

    /** The same bytes, declared to be of another length. */
    public BytesSource declaringLength(long declared) {
        return new BytesSource(bytes, declared, sha256, vouchedFor, incidentAt, incident);
    }

    /** The same bytes, declared to have another SHA-256. */
    public BytesSource declaringSha256(String declared) {
        return new BytesSource(bytes, length, declared, vouchedFor, incidentAt, incident);
    }

    /** The same bytes, vouched for by their producer. */
    public BytesSource vouchedFor() {
        return new BytesSource(bytes, length, sha256, true, incidentAt, incident);
    }

    /** The same bytes; reading fails after a number of them. */
    public BytesSource failingAfter(int count) {
        return new BytesSource(bytes, length, sha256, vouchedFor, count, () -> {
            throw new IOException("The source breaks, as the test wants it");
        });
    }

    /** The same bytes; reading stops at a latch after a number of them. */
    public BytesSource pausingAfter(int count, Latch latch) {
        return new BytesSource(bytes, length, sha256, vouchedFor, count, latch::run);
    }

    /** The same bytes; an action runs when a reader asks for more than a number of them, which may be all. */
    public BytesSource runningAfter(int count, Runnable action) {
        return new BytesSource(bytes, length, sha256, vouchedFor, count, action::run);
    }

    /** Returns the bytes. */
    public byte[] bytes() {
        return bytes.clone();
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
    public boolean isVouchedFor() {
        return vouchedFor;
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private final ByteArrayInputStream rest = new ByteArrayInputStream(bytes);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                int given = bytes.length - rest.available();
                if (given >= incidentAt) {
                    incident.happen();
                    return rest.read(buffer, offset, count);
                }
                return rest.read(buffer, offset, Math.min(count, incidentAt - given));
            }
        };
    }

    /** Returns the SHA-256 of bytes, lower-case hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
