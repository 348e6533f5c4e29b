package org.flowgateway.backup.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Password that does not print itself and that can be wiped.
 *
 * <p>It is a class and not a record, and has no {@code equals}: no generated code exposes its text. Thread-safe.
 */
public final class Secret implements AutoCloseable {

    private final char[] characters;
    private boolean wiped;

    /**
     * Copies the characters.
     *
     * @param characters the secret's text; the caller still owns the array and wipes it
     */
    public Secret(char[] characters) {
        this.characters = Objects.requireNonNull(characters, "characters").clone();
    }

    /**
     * Copies a login's password. No protocol transmits control characters unchanged, and some end the password at one.
     *
     * @param characters the password's text; the caller still owns the array and wipes it
     * @throws InvalidRequestException naming {@code password}, if it holds a control character or a lone surrogate; the message never contains
     *         the text
     */
    public static Secret ofLogin(char[] characters) {
        Text.checkCharacters("password", CharBuffer.wrap(characters));
        return new Secret(characters);
    }

    /**
     * Returns a copy that the caller wipes after use.
     *
     * @return the characters
     * @throws IllegalStateException if the secret was wiped
     */
    public synchronized char[] characters() {
        if (wiped) {
            throw new IllegalStateException("The secret was wiped already");
        }
        return characters.clone();
    }

    /**
     * Returns the secret as UTF-8, in an array that the caller wipes after use.
     *
     * @return the bytes, without a terminator
     * @throws IllegalStateException if the secret was wiped
     */
    public byte[] utf8() {
        char[] copy = characters();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(copy));
        byte[] bytes = Arrays.copyOfRange(encoded.array(), encoded.position(), encoded.limit());
        Arrays.fill(copy, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Returns an independent secret of the same text. */
    public Secret copy() {
        char[] copy = characters();
        Secret secret = new Secret(copy);
        Arrays.fill(copy, '\0');
        return secret;
    }

    /** Overwrites the characters; may be called more than once. */
    @Override
    public synchronized void close() {
        Arrays.fill(characters, '\0');
        wiped = true;
    }

    /** Returns a constant text, whatever the secret is. */
    @Override
    public String toString() {
        return "[secret]";
    }
}
