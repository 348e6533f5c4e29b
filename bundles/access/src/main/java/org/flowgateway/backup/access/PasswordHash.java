package org.flowgateway.backup.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted hash of a password: PBKDF2 with HMAC-SHA-512.
 *
 * <p>As text: {@code pbkdf2-sha512:ITERATIONS:SALT:HASH}, the last two in URL-safe Base64 without padding, so that a properties file can hold it
 * between commas.
 *
 * @param iterations number of iterations
 * @param salt random bytes
 * @param hash the derived key
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {

    private static final String SCHEME = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    /** Upper limit; more would let a users file occupy a core for minutes. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Hash that no known password matches, as costly as those of users. */
    static final String UNMATCHABLE = SCHEME + ":" + ITERATIONS + ":" + "A".repeat(22) + ":" + "A".repeat(43);

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Hashes a password with a new random salt. */
    static PasswordHash of(char[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS, HASH_BYTES));
    }

    /**
     * Parses the text form.
     *
     * @throws IllegalArgumentException if the text is no such hash; the message does not contain it, as it may be a plain password
     */
    static PasswordHash parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            throw new IllegalArgumentException("Not a password hash of the scheme " + SCHEME);
        }
        int iterations = Integer.parseInt(parts[1]);
        byte[] salt = Base64.getUrlDecoder().decode(parts[2]);
        byte[] hash = Base64.getUrlDecoder().decode(parts[3]);
        if (iterations < 1 || iterations > MAX_ITERATIONS || salt.length < SALT_BYTES || hash.length < HASH_BYTES) {
            throw new IllegalArgumentException("A password hash of the scheme " + SCHEME + " that is out of bounds");
        }
        return new PasswordHash(iterations, salt, hash);
    }

    /** Compares a password; the time is the same for every wrong one. */
    boolean matches(char[] password) {
        return password.length > 0 && MessageDigest.isEqual(hash, derive(password, salt, iterations, hash.length));
    }

    /** Returns the text form. */
    String text() {
        return SCHEME + ":" + iterations + ":" + ENCODER.encodeToString(salt) + ":" + ENCODER.encodeToString(hash);
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations, int bytes) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("The password cannot be hashed", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Omits the hash, so that no log contains it. */
    @Override
    public String toString() {
        return "PasswordHash[" + SCHEME + "]";
    }
}
