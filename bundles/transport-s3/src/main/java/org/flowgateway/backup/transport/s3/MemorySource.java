package org.flowgateway.backup.transport.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** Source of a few bytes in memory. */
record MemorySource(byte[] bytes) implements ObjectSource {

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
