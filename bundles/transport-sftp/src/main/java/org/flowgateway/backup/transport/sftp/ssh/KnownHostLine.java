package org.flowgateway.backup.transport.sftp.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of {@code known_hosts} (sshd(8)).
 *
 * @param marker marker before the names: {@code @revoked}, {@code @cert-authority}, or ""
 * @param names patterns with commas between them, or one hashed name
 * @param key the key; empty if it cannot be read
 */
record KnownHostLine(String marker, String names, Optional<HostKey> key) {

    static final String REVOKED = "@revoked";

    private static final Pattern BLANK = Pattern.compile("[ \t]+");
    private static final String HASHED = "|1|";

    /** Parses a line; empty for a comment or a blank line. */
    static Optional<KnownHostLine> of(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        String[] fields = BLANK.split(text, 0);
        int at = fields[0].startsWith("@") ? 1 : 0;
        String marker = at == 1 ? fields[0] : "";
        String names = fields.length > at ? fields[at] : "";
        return Optional.of(new KnownHostLine(marker, names, key(fields, at + 1)));
    }

    private static Optional<HostKey> key(String[] fields, int at) {
        if (fields.length < at + 2) {
            return Optional.empty();
        }
        try {
            HostKey key = new HostKey(Base64.getDecoder().decode(fields[at + 1]));
            return Optional.of(key).filter(read -> read.type().equals(fields[at]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Returns true if the line holds a host's own key, not the key of a certificate authority. */
    boolean isHostKey() {
        return marker.isEmpty();
    }

    boolean isRevocation() {
        return marker.equals(REVOKED);
    }

    /** @param host a name or address, {@code [host]:port} for a port other than 22 */
    boolean matches(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (names.startsWith(HASHED)) {
            return isHashOf(name);
        }
        boolean matches = false;
        for (String pattern : names.toLowerCase(Locale.ROOT).split(",", 0)) {
            if (pattern.startsWith("!") ? matches(pattern.substring(1), name) : !matches && matches(pattern, name)) {
                if (pattern.startsWith("!")) {
                    return false;
                }
                matches = true;
            }
        }
        return matches;
    }

    private static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    private boolean isHashOf(String name) {
        String[] parts = names.substring(HASHED.length()).split("\\|", 0);
        if (parts.length != 2) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            return MessageDigest.isEqual(
                    mac.doFinal(name.getBytes(StandardCharsets.UTF_8)),
                    Base64.getDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException notAHash) {
            return false;
        }
    }
}
