package org.flowgateway.backup.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names and link texts as Java text. The file system holds bytes: valid UTF-8 is decoded, and each other byte becomes a lone surrogate from
 * U+DC80 to U+DCFF (PEP 383, "surrogateescape"), so every name can be encoded to the same bytes.
 */
public final class FileNames {

    private static final int ESCAPE = 0xDC00;
    private static final int FIRST_ESCAPED = 0xDC80;
    private static final int LAST_ESCAPED = 0xDCFF;

    private FileNames() {}

    /** Returns whether a name is UTF-8 text; a backup cannot hold other names. */
    public static boolean isText(String name) {
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (Character.isSurrogate(character)) {
                if (i + 1 == name.length() || !Character.isSurrogatePair(character, name.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Formats a name for a person: bytes that are not UTF-8 appear as {@code \xNN}. */
    public static String display(String name) {
        if (isText(name)) {
            return name;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (Character.isHighSurrogate(character)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1))) {
                shown.append(character).append(name.charAt(++i));
            } else if (Character.isSurrogate(character)) {
                shown.append("\\x%02x".formatted(character & 0xFF));
            } else {
                shown.append(character);
            }
        }
        return shown.toString();
    }

    /** Decodes a name or path from the file system's bytes. */
    public static String of(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    static String decode(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return decodeEscaped(ByteBuffer.wrap(bytes, offset, length));
            }
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static String decodeEscaped(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        while (true) {
            CoderResult result = decoder.decode(bytes, text, true);
            if (!result.isError()) {
                return text.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (ESCAPE | bytes.get() & 0xFF));
            }
        }
    }

    /**
     * Encodes a name to the file system's bytes.
     *
     * @throws IllegalArgumentException if the text holds a surrogate that no name can contain
     */
    public static byte[] encode(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= FIRST_ESCAPED
                    && name.charAt(i) <= LAST_ESCAPED
                    && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)))) {
                return encodeEscaped(name);
            }
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The name [" + display(name) + "] is not well-formed", e);
        }
    }

    private static byte[] encodeEscaped(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * name.length());
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean escaped = i < name.length()
                    && name.charAt(i) >= FIRST_ESCAPED
                    && name.charAt(i) <= LAST_ESCAPED
                    && (i == from || !Character.isHighSurrogate(name.charAt(i - 1)));
            if (escaped || i == name.length()) {
                bytes.put(name.substring(from, i).getBytes(StandardCharsets.UTF_8));
                from = i + 1;
            }
            if (escaped) {
                bytes.put((byte) name.charAt(i));
            }
        }
        byte[] result = new byte[bytes.position()];
        bytes.flip().get(result);
        return result;
    }
}
