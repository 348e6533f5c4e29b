package org.flowgateway.backup.api;

import java.text.Normalizer;
import java.util.Objects;

/**
 * Password that protects a backup: 1 to 1,024 code points after Unicode normalisation (NFC), so that the same password typed on another keyboard
 * opens the backup. Thread-safe.
 */
public final class SecurityPassword implements AutoCloseable {

    private static final int MAX_CODE_POINTS = 1024;

    private final Secret secret;

    /**
     * Normalises and validates a password.
     *
     * @param text the password as typed
     * @throws InvalidRequestException if it is empty, too long, or holds a control character or a lone surrogate; the message never contains it
     */
    public SecurityPassword(CharSequence text) {
        Objects.requireNonNull(text, "text");
        Text.checkCharacters("security_pwd", text);
        String normalised = Normalizer.normalize(text, Normalizer.Form.NFC);
        int codePoints = normalised.codePointCount(0, normalised.length());
        if (codePoints < 1 || codePoints > MAX_CODE_POINTS) {
            throw RequestMessage.SECURITY_PASSWORD_LENGTH.exception("security_pwd", codePoints, MAX_CODE_POINTS);
        }
        this.secret = new Secret(normalised.toCharArray());
    }

    /** Returns a copy of the normalised password that the caller wipes after use. */
    public char[] characters() {
        return secret.characters();
    }

    /** Overwrites the password; may be called more than once. */
    @Override
    public void close() {
        secret.close();
    }

    /** Returns a constant text, whatever the password is. */
    @Override
    public String toString() {
        return secret.toString();
    }
}
