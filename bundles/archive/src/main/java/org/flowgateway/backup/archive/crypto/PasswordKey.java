package org.flowgateway.backup.archive.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Password with the key last derived from it (RFC 9580, 3.7.1.4; RFC 9106). All messages of a backup share one salt, so one derivation serves
 * them all. Thread-safe.
 */
final class PasswordKey {

    private static final int KEY_BYTES = 32;

    /** Lock of derivations. Each takes 64 MiB of heap: two at once do not fit into the heap of a small gateway. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final byte[] password;
    private byte[] salt;
    private int passes;
    private int lanes;
    private int memoryExponent;
    private byte[] key;
    private boolean wiped;

    PasswordKey(char[] characters) {
        ValueChecks.that(characters.length > 0, "password of [0] characters");
        password = encode(characters);
    }

    private static byte[] encode(char[] characters) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters));
            byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
            Arrays.fill(encoded.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the password has half of a surrogate pair", e);
        }
    }

    /** Returns the key for the parameters, derived now unless they are the last ones. The caller owns the copy. */
    synchronized byte[] derive(S2K s2k) throws ArchiveException {
        if (wiped) {
            throw new ClosedException();
        }
        if (key == null || !isLast(s2k)) {
            check(s2k);
            byte[] derived = argon2(s2k);
            forget();
            key = derived;
            salt = s2k.getIV();
            passes = s2k.getPasses();
            lanes = s2k.getParallelism();
            memoryExponent = s2k.getMemorySizeExponent();
        }
        return key.clone();
    }

    private boolean isLast(S2K s2k) {
        return Arrays.equals(salt, s2k.getIV())
                && passes == s2k.getPasses()
                && lanes == s2k.getParallelism()
                && memoryExponent == s2k.getMemorySizeExponent();
    }

    private static void check(S2K s2k) throws ArchiveException {
        atMost("passes", s2k.getPasses(), FormatLimits.ARGON2_PASSES);
        atMost("lanes", s2k.getParallelism(), FormatLimits.ARGON2_LANES);
        atMost("memory exponent", s2k.getMemorySizeExponent(), FormatLimits.ARGON2_MEMORY_EXPONENT);
        boolean possible = s2k.getPasses() > 0
                && s2k.getParallelism() > 0
                && 1 << s2k.getMemorySizeExponent() >= 8 * s2k.getParallelism();
        if (!possible) {
            throw ArchiveMessage.KEY_DERIVATION_INVALID.exception();
        }
    }

    private static void atMost(String what, int value, int limit) throws ArchiveException {
        if (value > limit) {
            throw ArchiveMessage.KEY_DERIVATION_TOO_EXPENSIVE.exception(what, value, limit);
        }
    }

    private byte[] argon2(S2K s2k) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(s2k.getIV())
                .withIterations(s2k.getPasses())
                .withParallelism(s2k.getParallelism())
                .withMemoryPowOfTwo(s2k.getMemorySizeExponent())
                .build();
        byte[] derived = new byte[KEY_BYTES];
        synchronized (ONE_AT_A_TIME) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password, derived);
        }
        return derived;
    }

    synchronized void wipe() {
        wiped = true;
        Arrays.fill(password, (byte) 0);
        forget();
    }

    private void forget() {
        if (key != null) {
            Arrays.fill(key, (byte) 0);
            key = null;
        }
    }

    /** Misuse by the caller, which must not be taken for damage of the message. */
    static final class ClosedException extends IllegalStateException {

        ClosedException() {
            super("the cipher is closed");
        }
    }
}
