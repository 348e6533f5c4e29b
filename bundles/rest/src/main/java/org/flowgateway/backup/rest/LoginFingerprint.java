package org.flowgateway.backup.rest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MAC of a user name and a password under a key of this process: it distinguishes logins without storing them. */
final class LoginFingerprint {

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    LoginFingerprint(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, MAC);
    }

    /** Returns the same text for the same user and password, and for no others. */
    String of(BasicCredentials credentials) {
        ByteBuffer password = StandardCharsets.UTF_8.encode(CharBuffer.wrap(credentials.password()));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(credentials.user().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0); // No user name contains it: credentials hold no control characters.
            mac.update(password);
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + MAC, e);
        } finally {
            Arrays.fill(password.array(), (byte) 0);
        }
    }
}
