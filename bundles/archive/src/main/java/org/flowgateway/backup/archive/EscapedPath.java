package org.flowgateway.backup.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/** Text form of paths whose names may be any bytes. */
final class EscapedPath {

    private static final HexFormat HEX = HexFormat.of();

    private EscapedPath() {}

    static String escape(byte[] path) {
        StringBuilder text = new StringBuilder(path.length + 16);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(path);
        CharBuffer out = CharBuffer.allocate(path.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            append(text, out);
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HEX.toHexDigits(in.get()));
            }
            result = decoder.reset().decode(in, out, true);
        }
        append(text, out);
        return text.toString();
    }

    private static void append(StringBuilder text, CharBuffer decoded) {
        text.append(decoded.flip().toString().replace("\\", "\\\\"));
        decoded.clear();
    }

    /**
     * Converts the text form to bytes.
     *
     * @throws IllegalArgumentException if the text has a malformed escape
     */
    static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int backslash = text.indexOf('\\', at);
            int end = backslash < 0 ? text.length() : backslash;
            bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (backslash >= 0) {
                at += unescape(text, at, bytes);
            }
        }
        return bytes.toByteArray();
    }

    private static int unescape(String text, int at, ByteArrayOutputStream bytes) {
        if (text.startsWith("\\\\", at)) {
            bytes.write('\\');
            return 2;
        }
        boolean hex = text.startsWith("\\x", at) && at + 4 <= text.length();
        ValueChecks.that(
                hex && HexFormat.isHexDigit(text.charAt(at + 2)) && HexFormat.isHexDigit(text.charAt(at + 3)),
                "path [" + text + "] has an escape that is none");
        bytes.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
        return 4;
    }

    /**
     * Checks a path.
     *
     * @throws IllegalArgumentException if it is not exactly the result of {@link #escape} for a path within its section
     */
    static void check(String text) {
        ValueChecks.utf8Length(text, "path");
        byte[] path = unescape(text);
        ValueChecks.that(
                path.length <= FormatLimits.OMITTED_PATH_BYTES,
                "path of [" + path.length + "] bytes is longer than [" + FormatLimits.OMITTED_PATH_BYTES + "]");
        ValueChecks.that(escape(path).equals(text), "path [" + text + "] is not escaped as it should be");
        int start = 0;
        for (int i = 0; i <= path.length && path.length > 0; i++) {
            ValueChecks.that(i == path.length || path[i] != 0, "path has a NUL character");
            if (i == path.length || path[i] == '/') {
                ValueChecks.that(
                        !isEmptyOrDots(path, start, i),
                        "path [" + text + "] is absolute or has an empty, . or .. segment");
                start = i + 1;
            }
        }
    }

    private static boolean isEmptyOrDots(byte[] path, int start, int end) {
        int length = end - start;
        return length == 0 || length <= 2 && path[start] == '.' && path[end - 1] == '.';
    }
}
