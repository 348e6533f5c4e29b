package org.flowgateway.backup.core.catalogue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.flowgateway.backup.spi.transport.ObjectSource;

/** A small object, held in memory. Immutable as long as nobody changes the bytes. */
public final class InMemoryObject implements ObjectSource {

    private final byte[] content;

    /** @param content the object's bytes, not copied */
    public InMemoryObject(byte[] content) {
        this.content = content;
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public String sha256() {
        return sha256(content);
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }

    /** SHA-256 of some bytes, lower-case hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** SHA-256 of bytes to come. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
