package org.flowgateway.backup.certify;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * Writer of JSON, indented. Values are maps, collections, strings, integers, booleans and {@code null}. Besides quotes and control characters it
 * escapes what a reader may take for the end of a line, and lone surrogates, which UTF-8 cannot encode. One thread.
 */
final class JsonWriter {

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    /**
     * Returns a value as JSON.
     *
     * @throws IllegalArgumentException if it holds another type
     */
    static String json(Map<String, ?> value) {
        JsonWriter writer = new JsonWriter();
        writer.write(value, "\n");
        return writer.text.append('\n').toString();
    }

    private void write(Object value, String newLine) {
        if (value instanceof Map<?, ?> map) {
            writeAll('{', map.entrySet(), '}', newLine);
        } else if (value instanceof Collection<?> collection) {
            writeAll('[', collection, ']', newLine);
        } else if (value instanceof Map.Entry<?, ?> member) {
            quote(String.valueOf(member.getKey()));
            text.append(": ");
            write(member.getValue(), newLine);
        } else if (value instanceof String string) {
            quote(string);
        } else if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException("JSON has no value of [" + value.getClass() + "]");
        }
    }

    private void writeAll(char begin, Collection<?> values, char end, String newLine) {
        text.append(begin);
        for (Iterator<?> rest = values.iterator(); rest.hasNext(); ) {
            text.append(newLine).append(INDENT);
            write(rest.next(), newLine + INDENT);
            text.append(rest.hasNext() ? "," : newLine);
        }
        text.append(end);
    }

    private void quote(String string) {
        text.append('"');
        string.codePoints().forEach(this::append);
        text.append('"');
    }

    private void append(int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            text.append('\\').append((char) codePoint);
        } else if (isEscaped(Character.getType(codePoint))) {
            text.append(String.format("\\u%04x", codePoint));
        } else {
            text.appendCodePoint(codePoint);
        }
    }

    private static boolean isEscaped(int type) {
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
