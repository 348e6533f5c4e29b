package org.flowgateway.backup.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.karaf.jaas.modules.Encryption;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Salted, slow password hashes for Karaf's login modules and its {@code jaas:} commands, which have none themselves.
 *
 * <p>A client of the contract logs in with every call, and a good hash takes a tenth of a second of a core. The latest right logins are
 * therefore remembered, as a MAC over the hash and the password under a key of this process. A changed password or a removed user is rejected at
 * once. Thread-safe.
 */
@Component(property = "name=" + PasswordHashing.NAME)
public final class PasswordHashing implements EncryptionService, Encryption {

    static final String NAME = "pbkdf2";

    private static final Logger LOG = LoggerFactory.getLogger(PasswordHashing.class);
    private static final String MAC = "HmacSHA256";
    private static final int REMEMBERED = 64;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final Object oneDerivation = new Object();
    private final Map<String, Boolean> right = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Creates it without remembered logins. */
    @Activate
    public PasswordHashing() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, MAC);
    }

    @Override
    public Encryption createEncryption(Map<String, String> parameters) {
        return this;
    }

    @Override
    public String encryptPassword(String plain) {
        return PasswordHash.of(plain.toCharArray(), random).text();
    }

    @Override
    public boolean checkPassword(String input, String stored) {
        String fingerprint = fingerprint(input, stored);
        synchronized (right) {
            if (right.get(fingerprint) != null) {
                return true;
            }
        }
        PasswordHash hash;
        try {
            hash = PasswordHash.parse(stored);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", AccessMessage.PASSWORD_NOT_HASHED.with(String.valueOf(e.getMessage())));
            return false;
        }
        boolean matches;
        // One at a time: guessed passwords occupy at most one core.
        synchronized (oneDerivation) {
            matches = hash.matches(input.toCharArray());
        }
        if (matches) {
            synchronized (right) {
                right.put(fingerprint, Boolean.TRUE);
            }
        }
        return matches;
    }

    private String fingerprint(String input, String stored) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(stored.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + MAC, e);
        }
    }
}
