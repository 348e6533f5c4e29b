package org.flowgateway.backup.rest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/** User name and password from an {@code Authorization} header of the scheme Basic (RFC 7617, UTF-8). */
final class BasicCredentials implements AutoCloseable {

    private static final String SCHEME = "Basic ";
    /** Longest accepted header; a longer one is an attempt to keep the gateway busy. */
    private static final int MAX_CHARACTERS = 8192;

    private final String user;
    private final char[] password;

    private BasicCredentials(String user, char[] password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Reads a header.
     *
     * @return empty if it is of another scheme, or malformed
     */
    static Optional<BasicCredentials> parse(String header) {
        Objects.requireNonNull(header, "header");
        if (header.length() > MAX_CHARACTERS || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded));
            Arrays.fill(decoded, (byte) 0);
            Optional<BasicCredentials> credentials = split(text);
            Arrays.fill(text.array(), '\0');
            return credentials;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // Not Base64 or not UTF-8: these are no credentials, and the caller refuses them as such.
            return Optional.empty();
        }
    }

    private static Optional<BasicCredentials> split(CharBuffer text) {
        int colon = 0;
        while (colon < text.length() && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon == 0 || colon == text.length() || text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        char[] password = new char[text.length() - colon - 1];
        text.duplicate().position(text.position() + colon + 1).get(password);
        return Optional.of(new BasicCredentials(text.subSequence(0, colon).toString(), password));
    }

    String user() {
        return user;
    }

    /** The password itself, not a copy: {@link #close} wipes it. */
    char[] password() {
        return password;
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    /** Omits the password, so that no log contains it. */
    @Override
    public String toString() {
        return "BasicCredentials[" + user.length() + " characters of user name]";
    }
}
