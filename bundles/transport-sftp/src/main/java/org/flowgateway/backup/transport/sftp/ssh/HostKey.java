package org.flowgateway.backup.transport.sftp.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Public key of a host, as sent by the server and stored, in base64, in {@code known_hosts}. Immutable. */
final class HostKey {

    private static final int MAX_TYPE_BYTES = 64;

    private final byte[] blob;
    private final String type;

    /** @throws IllegalArgumentException if it is no public key */
    HostKey(byte[] blob) {
        this.blob = blob.clone();
        try {
            ByteBuffer fields = ByteBuffer.wrap(this.blob);
            byte[] name = new byte[Math.min(Math.max(0, fields.getInt()), MAX_TYPE_BYTES)];
            fields.get(name);
            type = new String(name, StandardCharsets.US_ASCII);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("not a public key", e);
        }
    }

    /** Returns the type, for example {@code ssh-ed25519}. */
    String type() {
        return type;
    }

    /** Returns the fingerprint in OpenSSH's form, for example {@code SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8}, with the type before it. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return type + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(blob);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKey key && Arrays.equals(blob, key.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
