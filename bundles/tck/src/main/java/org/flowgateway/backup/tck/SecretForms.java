package org.flowgateway.backup.tck;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Forms in which output can hold a secret: as it is, or in an encoding that everybody can decode. */
final class SecretForms {

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
    /** Bits of a character in Base64. */
    private static final int BASE64_BITS = 6;
    /** Bytes after which the characters of Base64 are aligned again. */
    private static final int BASE64_BYTES = 3;

    private final Set<String> forms = new LinkedHashSet<>();

    SecretForms(String secret) {
        forms.add(secret);
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.add(escaped(secret, "\"\\/"));
        forms.add(escaped(secret, "\"\\"));
        forms.add(String.join("\0", secret.split("", -1)).strip());
        for (Charset charset : CHARSETS) {
            addBytes(secret.getBytes(charset));
        }
    }

    private void addBytes(byte[] bytes) {
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.ofDelimiter(":").formatHex(bytes));
        forms.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
        for (int before = 0; before < BASE64_BYTES; before++) {
            addBase64(bytes, before);
        }
    }

    /** Adds the characters of Base64 that depend on the secret only, wherever it begins: in {@code user:secret} too. */
    private void addBase64(byte[] bytes, int before) {
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        int first = (before * Byte.SIZE + BASE64_BITS - 1) / BASE64_BITS;
        int end = padded.length * Byte.SIZE / BASE64_BITS;
        forms.add(Base64.getEncoder().encodeToString(padded).substring(first, end));
        forms.add(Base64.getUrlEncoder().encodeToString(padded).substring(first, end));
    }

    /** JSON, with characters outside of ASCII as they are, and without. */
    private static String escaped(String secret, String special) {
        StringBuilder escaped = new StringBuilder();
        for (char character : secret.toCharArray()) {
            if (special.indexOf(character) >= 0) {
                escaped.append('\\').append(character);
            } else {
                escaped.append(character < 0x7f ? String.valueOf(character) : "\\u%04x".formatted((int) character));
            }
        }
        return escaped.toString();
    }

    /** Returns whether a text holds the secret in any form, whatever the case of its letters. */
    boolean isIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return forms.stream().anyMatch(form -> lower.contains(form.toLowerCase(Locale.ROOT)));
    }
}
