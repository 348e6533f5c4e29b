package org.flowgateway.backup.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.InvalidRequestException;

/**
 * Request body: one JSON object of known properties, in UTF-8. Text values are kept as characters that {@link #close} wipes, since some are
 * passwords. Lists of names are allowed besides.
 */
final class RequestBody implements AutoCloseable {

    private static final int MAX_BYTES = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int MAX_SHOWN_NAME = 40;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, char[]> texts;
    private final Map<String, List<String>> lists;

    private RequestBody(Map<String, char[]> texts, Map<String, List<String>> lists) {
        this.texts = texts;
        this.lists = lists;
    }

    /**
     * Reads a body of texts and flags to its end.
     *
     * @param type the body's media type; {@code null} if the client named none
     * @param stream the body
     * @param properties allowed properties
     * @param flags properties that may also be JSON's {@code true} or {@code false}
     * @throws InvalidRequestException for any other content; the message never repeats a value
     * @throws RequestRejectedException if it is too long
     */
    static RequestBody read(MediaType type, InputStream stream, Set<String> properties, Set<String> flags) {
        return read(type, stream, properties, flags, Set.of());
    }

    /**
     * Reads a body to its end.
     *
     * @param lists properties that are arrays of strings; for the rest see {@link #read(MediaType, InputStream, Set, Set)}
     */
    static RequestBody read(
            MediaType type, InputStream stream, Set<String> properties, Set<String> flags, Set<String> lists) {
        checkType(type);
        char[] text = decode(stream);
        Map<String, char[]> texts = new HashMap<>();
        Map<String, List<String>> named = new HashMap<>();
        boolean complete = false;
        try (JsonParser parser = JSON.createParser(text, 0, text.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notJson();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (!properties.contains(name)) {
                    checkNotGiven(parser, name, properties);
                } else if (lists.contains(name)) {
                    list(parser, name).ifPresent(value -> named.put(name, value));
                } else {
                    value(parser, name, flags.contains(name)).ifPresent(value -> texts.put(name, value));
                }
            }
            complete = true;
            if (parser.nextToken() != null) {
                throw trailingContent();
            }
            return new RequestBody(texts, named);
        } catch (JsonProcessingException e) {
            texts.values().forEach(value -> Arrays.fill(value, '\0'));
            throw complete ? trailingContent() : duplicate(e).orElseGet(RequestBody::notJson);
        } catch (IOException e) {
            throw new IllegalStateException("Characters in memory cannot fail to be read", e);
        } catch (InvalidRequestException e) {
            texts.values().forEach(value -> Arrays.fill(value, '\0'));
            throw e;
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /** Accepts an unknown property that is {@code null}: some clients send all the properties they know. */
    private static void checkNotGiven(JsonParser parser, String name, Set<String> properties) {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            throw HttpMessage.PROPERTY_UNKNOWN.invalid(
                    displayName(name),
                    displayName(name),
                    String.join(", ", properties.stream().sorted().toList()));
        }
    }

    /** Returns a property's text, a copy that the caller owns; empty if it is missing or {@code null}. */
    Optional<char[]> characters(String property) {
        return Optional.ofNullable(texts.get(property)).map(char[]::clone);
    }

    /** Returns a property's text; "" if it is missing or {@code null}. */
    String text(String property) {
        char[] characters = texts.get(property);
        return characters == null ? "" : new String(characters);
    }

    /** Returns a property's list; empty if it is missing or {@code null}. */
    Optional<List<String>> list(String property) {
        return Optional.ofNullable(lists.get(property));
    }

    /** Returns a flag, given as a string or as JSON's {@code true} or {@code false}; {@code false} if it is missing or {@code null}. */
    boolean flag(String property) {
        return switch (text(property)) {
            case "", "false" -> {
                if (texts.containsKey(property) && text(property).isEmpty()) {
                    throw notAFlag(property);
                }
                yield false;
            }
            case "true" -> true;
            default -> throw notAFlag(property);
        };
    }

    @Override
    public void close() {
        texts.values().forEach(value -> Arrays.fill(value, '\0'));
    }

    private static void checkType(MediaType type) {
        if (type == null) {
            return;
        }
        boolean json = type.getType().equalsIgnoreCase("application")
                && (type.getSubtype().equalsIgnoreCase("json")
                        || type.getSubtype().toLowerCase(Locale.ROOT).endsWith("+json"));
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (!json
                || !(charset.equalsIgnoreCase("utf-8")
                        || charset.equalsIgnoreCase("utf8")
                        || charset.equalsIgnoreCase("us-ascii"))) {
            throw HttpMessage.BODY_OF_OTHER_TYPE.invalid("");
        }
    }

    private static char[] decode(InputStream stream) {
        byte[] bytes;
        try {
            bytes = stream == null ? new byte[0] : stream.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw HttpMessage.BODY_INCOMPLETE.invalid("");
        }
        try {
            if (bytes.length > MAX_BYTES) {
                throw RequestRejectedException.bodyTooLong(MAX_BYTES);
            }
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            // A byte order mark is not part of JSON, and a parser may ignore it (RFC 8259, 8.1).
            if (decoded.hasRemaining() && decoded.get(decoded.position()) == BYTE_ORDER_MARK) {
                decoded.get();
            }
            char[] text = new char[decoded.remaining()];
            decoded.get(text);
            Arrays.fill(decoded.array(), '\0');
            return text;
        } catch (CharacterCodingException e) {
            throw HttpMessage.BODY_NOT_UTF8.invalid("");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<char[]> value(JsonParser parser, String name, boolean flag) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Optional.empty();
            case VALUE_STRING ->
                Optional.of(Arrays.copyOfRange(
                        parser.getTextCharacters(),
                        parser.getTextOffset(),
                        parser.getTextOffset() + parser.getTextLength()));
            case VALUE_TRUE, VALUE_FALSE -> {
                if (!flag) {
                    throw HttpMessage.PROPERTY_NOT_A_STRING.invalid(name, name);
                }
                yield Optional.of(parser.getText().toCharArray());
            }
            default -> throw flag ? notAFlag(name) : HttpMessage.PROPERTY_NOT_A_STRING.invalid(name, name);
        };
    }

    private static Optional<List<String>> list(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw HttpMessage.PROPERTY_NOT_A_LIST.invalid(name, name);
        }
        List<String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw HttpMessage.PROPERTY_NOT_A_LIST.invalid(name, name);
            }
            values.add(parser.getText());
        }
        return Optional.of(values);
    }

    private static InvalidRequestException notAFlag(String name) {
        return HttpMessage.PROPERTY_NOT_A_FLAG.invalid(name, name);
    }

    private static InvalidRequestException trailingContent() {
        return HttpMessage.BODY_CONTINUES.invalid("");
    }

    private static InvalidRequestException notJson() {
        return HttpMessage.BODY_NOT_AN_OBJECT.invalid("");
    }

    private static Optional<InvalidRequestException> duplicate(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        // The parser has no exception type for duplicates. An unknown name was refused before it could occur twice.
        if (message == null || !message.startsWith("Duplicate field")) {
            return Optional.empty();
        }
        String name = displayName(message.replaceAll("^[^']*'|'[^']*$", ""));
        return Optional.of(HttpMessage.PROPERTY_DUPLICATE.invalid(name, name));
    }

    /** Shortens a client's property name and removes characters that could upset a terminal. */
    private static String displayName(String name) {
        String start = name.length() > MAX_SHOWN_NAME ? name.substring(0, MAX_SHOWN_NAME) + "…" : name;
        return start.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
    }
}
