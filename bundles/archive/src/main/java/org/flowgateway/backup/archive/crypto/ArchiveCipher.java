package org.flowgateway.backup.archive.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.bcpg.S2K;
import org.flowgateway.backup.archive.ArchiveException;

/**
 * Seals and opens OpenPGP messages with a password (RFC 9580): a key packet with Argon2id (RFC 9106), then data in authenticated chunks of
 * AES-256-GCM.
 *
 * <p>The key is derived once, in about a quarter of a second and with 64 MiB of heap, for all messages of a backup or a restore; derivations in
 * a process wait for one another. Every message has its own session key, initialisation vector and salt. Thread-safe; its streams are not.
 */
public final class ArchiveCipher implements AutoCloseable {

    private static final int PASSES = 3;
    private static final int LANES = 4;
    private static final int MEMORY_EXPONENT = 16;
    /** 8 MiB instead of a backup's 64: a running backup needs the heap for itself. */
    private static final int WARM_UP_MEMORY_EXPONENT = 13;

    private static final int SALT_BYTES = 16;

    private final PasswordKey password;
    private final SecureRandom random = new SecureRandom();
    private final S2K.Argon2Params parameters;

    private ArchiveCipher(char[] password, S2K.Argon2Params parameters) {
        this.password = new PasswordKey(password);
        this.parameters = parameters;
    }

    /**
     * Creates a cipher for a new backup, with a fresh salt. The key is derived before this returns. The cipher also opens what it sealed.
     *
     * @param password not empty; copied, so the caller may wipe it
     * @throws IllegalArgumentException if the password is empty or has half of a surrogate pair
     */
    public static ArchiveCipher forSealing(char[] password) {
        return forSealing(password, MEMORY_EXPONENT);
    }

    /** Creates a cipher for messages that are never stored: its password is known, and its key derivation takes 8 MiB only. */
    public static ArchiveCipher forWarmUp() {
        return forSealing("rehearsal".toCharArray(), WARM_UP_MEMORY_EXPONENT);
    }

    /** Creates a cipher as {@link #forSealing(char[])}, with {@code 2^memoryExponent} KiB for the key derivation. */
    static ArchiveCipher forSealing(char[] password, int memoryExponent) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        ArchiveCipher cipher = new ArchiveCipher(password, new S2K.Argon2Params(salt, PASSES, LANES, memoryExponent));
        try {
            Arrays.fill(cipher.key(), (byte) 0);
        } catch (ArchiveException e) {
            throw new IllegalStateException("parameters of ours above limits of ours", e);
        }
        return cipher;
    }

    /**
     * Creates a cipher for an existing backup. The key is derived with the parameters of the first message.
     *
     * @param password not empty; copied, so the caller may wipe it
     * @throws IllegalArgumentException if the password is empty or has half of a surrogate pair
     */
    public static ArchiveCipher forOpening(char[] password) {
        return new ArchiveCipher(password, null);
    }

    private byte[] key() throws ArchiveException {
        return password.derive(S2K.argon2S2K(parameters));
    }

    /**
     * Starts a message.
     *
     * @param sealed receives the message
     * @return stream for the plain bytes; closing it finishes the message and leaves {@code sealed} open. Without it the message is incomplete
     * @throws IOException if {@code sealed} fails
     * @throws IllegalStateException if this cipher is for opening, or is closed
     */
    public OutputStream seal(OutputStream sealed) throws IOException {
        if (parameters == null) {
            throw new IllegalStateException("this cipher was made to open");
        }
        byte[] key = key();
        try {
            return new SealingStream(sealed, new KeyPacketWriter(key, parameters, random), random);
        } finally {
            // The key packet is written; from here on the message has its own key.
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Opens a message. Bytes are returned once their chunk is authenticated, also those before a damaged chunk: a caller MUST NOT act on them
     * before the end of the stream.
     *
     * @param sealed the message, and nothing after it
     * @return the plain bytes; the end is reported only after the last authentication tag was checked and {@code sealed} has ended. Damage
     *         causes an {@link ArchiveException} from here or from a read. Closing it closes {@code sealed}
     * @throws ArchiveException with {@code KEY_REJECTED} if the password does not open the key packet, {@code LIMIT_EXCEEDED} if the key
     *         derivation exceeds the limits, {@code UNSUPPORTED} if it is OpenPGP of another kind, {@code DAMAGED} if it is no such message
     * @throws IOException if {@code sealed} fails
     * @throws IllegalStateException if this cipher is closed
     */
    public InputStream open(InputStream sealed) throws IOException {
        return new OpeningStream(sealed, password);
    }

    /** Wipes the password and the key. Open streams may be finished; new ones are refused. */
    @Override
    public void close() {
        password.wipe();
    }
}
