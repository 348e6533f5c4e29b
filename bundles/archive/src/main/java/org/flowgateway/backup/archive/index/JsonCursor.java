package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.check.FormatLimits;

/**
 * Reader of JSON (RFC 8259) of a known shape, field by field in fixed order. Everything unexpected is damage: with a fixed order, missing,
 * unknown and duplicate fields need no further rule. Not thread-safe.
 */
final class JsonCursor implements Closeable {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(FormatLimits.JSON_STRING)
                    .maxNameLength(64)
                    .maxNumberLength(20)
                    .maxNestingDepth(FormatLimits.JSON_DEPTH)
                    .build())
            .build();

    private final JsonParser parser;
    private final String document;
    private final Map<String, String> last = new HashMap<>();

    /**
     * Creates a cursor.
     *
     * @param in the document, read to its end; not closed
     * @param document name of the document in messages
     */
    JsonCursor(InputStream in, String document) throws IOException {
        this.document = document;
        this.parser = FACTORY.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }

    void startObject() throws IOException {
        expect(JsonToken.START_OBJECT);
    }

    /** Reads the start of an object in a field; returns {@code false} for {@code null}. */
    boolean startObjectOrNull(String field) throws IOException {
        field(field);
        JsonToken token = next();
        if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
            throw unexpected(token);
        }
        return token == JsonToken.START_OBJECT;
    }

    void endObject() throws IOException {
        expect(JsonToken.END_OBJECT);
    }

    void startArray(String field) throws IOException {
        field(field);
        expect(JsonToken.START_ARRAY);
    }

    /** Reads the start of the next object in this array, or the array's end; returns whether there was an object. */
    boolean nextObject() throws IOException {
        JsonToken token = next();
        if (token != JsonToken.START_OBJECT && token != JsonToken.END_ARRAY) {
            throw unexpected(token);
        }
        return token == JsonToken.START_OBJECT;
    }

    String text(String field) throws IOException {
        field(field);
        expect(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** Reads a text as {@link #text} does. If it equals the previous value, the result is the same object and takes no further memory. */
    String repeated(String field) throws IOException {
        String text = text(field);
        String before = last.get(field);
        if (text.equals(before)) {
            return before;
        }
        last.put(field, text);
        return text;
    }

    /** Reads a field in Base64 (RFC 4648, with padding). */
    byte[] binary(String field) throws IOException {
        try {
            return Base64.getDecoder().decode(text(field));
        } catch (IllegalArgumentException e) {
            throw ArchiveMessage.DOCUMENT_NOT_BASE64.causedBy(e, document, field);
        }
    }

    long number(String field) throws IOException {
        field(field);
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    int smallNumber(String field) throws IOException {
        long value = number(field);
        if (value != (int) value) {
            throw ArchiveMessage.DOCUMENT_NUMBER_TOO_LARGE.exception(document, value);
        }
        return (int) value;
    }

    boolean flag(String field) throws IOException {
        field(field);
        JsonToken token = next();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw unexpected(token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Checks that nothing follows. */
    void end() throws IOException {
        JsonToken token = next();
        if (token != null) {
            throw unexpected(token);
        }
    }

    private void field(String name) throws IOException {
        JsonToken token = next();
        if (token != JsonToken.FIELD_NAME || !parser.currentName().equals(name)) {
            throw unexpected(token);
        }
    }

    private void expect(JsonToken expected) throws IOException {
        JsonToken token = next();
        if (token != expected) {
            throw unexpected(token);
        }
    }

    private JsonToken next() throws IOException {
        return parser.nextToken();
    }

    private ArchiveException unexpected(JsonToken token) {
        ArchiveMessage message =
                token == null ? ArchiveMessage.DOCUMENT_TRUNCATED : ArchiveMessage.DOCUMENT_UNEXPECTED_JSON;
        return message.exception(document, parser.currentTokenLocation().getByteOffset());
    }

    /** Converts a failure of reading to one of this format. */
    static ArchiveException explain(Exception found, String document) {
        if (found instanceof ArchiveException known) {
            return known;
        }
        if (found instanceof StreamConstraintsException) {
            return ArchiveMessage.DOCUMENT_EXCEEDS_LIMITS.causedBy(found, document);
        }
        return found instanceof IllegalArgumentException && found.getMessage() != null
                ? ArchiveMessage.DOCUMENT_DAMAGED.causedBy(found, document, found.getMessage())
                : ArchiveMessage.DOCUMENT_NOT_JSON.causedBy(found, document);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
