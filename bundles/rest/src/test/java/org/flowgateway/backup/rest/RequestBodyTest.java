package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.flowgateway.backup.api.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static final Set<String> PROPERTIES = Set.of("hostname", "security_pwd", "no_cert");

    @Test
    void readsTextsAndFlags() {
        try (RequestBody body = read("{\"hostname\":\"h\\u00e4 \\n\",\"no_cert\":true,\"security_pwd\":null}")) {
            assertThat(body.text("hostname")).isEqualTo("hä \n");
            assertThat(body.flag("no_cert")).isTrue();
            assertThat(body.characters("security_pwd")).isEmpty();
            assertThat(body.text("security_pwd")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"true\"',true", "'\"false\"',false", "true,true", "false,false", "null,false"})
    void readsAFlagWithOrWithoutQuotes(String value, boolean flag) {
        assertThat(read("{\"no_cert\":" + value + "}").flag("no_cert")).isEqualTo(flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"yes\"", "\"TRUE\"", "\"true \""})
    void refusesAnotherFlag(String value) {
        RequestBody body = read("{\"no_cert\":" + value + "}");

        assertThatThrownBy(() -> body.flag("no_cert"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.property()).isEqualTo("no_cert"));
    }

    @Test
    void forgetsItsTextsWhenClosed() {
        RequestBody body = read("{\"hostname\":\"h\",\"security_pwd\":\"secret\"}");

        body.close();

        assertThat(body.text("security_pwd")).isEqualTo("\0\0\0\0\0\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "[]",
                "[{}]",
                "{",
                "{\"hostname\"",
                "{\"hostname\":}",
                "{\"hostname\":\"h\",}",
                "{'hostname':'h'}",
                "{hostname:\"h\"}",
                "{\"hostname\":\"\t\"}",
                "/**/{}",
                "{}}",
                "{} x",
                "{}{}",
                "\ufeff",
                "\ufeff\ufeff{}",
                "{}\ufeff",
                "{\"hostname\":NaN}",
                "{\"hostname\":\"\\x\"}"
            })
    void refusesOtherThanAJsonObject(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", "true", "[]", "{}", "[[[[[[[[[[\"x\"]]]]]]]]]]", "{\"a\":{}}"})
    void refusesAValueOfAnotherTypeNamingTheProperty(String value) {
        assertThatThrownBy(() -> read("{\"hostname\":" + value + "}"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.property()).isEqualTo("hostname"));
    }

    @Test
    void refusesAnUnknownPropertyNamingIt() {
        assertThatThrownBy(() -> read("{\"host\":\"h\"}"))
                .hasMessageContaining("[host]")
                .hasMessageContaining("hostname, no_cert, security_pwd");
        assertThatThrownBy(() -> read("{\"\\u001b[31m\\ud800" + "x".repeat(100) + "\":1}"))
                .hasMessageMatching("Unknown property \\[[ -~]+…].*");
    }

    @Test
    void takesTheJsonBehindAByteOrderMark() {
        assertThat(read("\ufeff{\"hostname\":\"h\"}").text("hostname")).isEqualTo("h");
    }

    @Test
    void takesNullForNotGivenWhateverTheProperty() {
        try (RequestBody body = read("{\"hostname\":null,\"no_cert\":null,\"colour\":null,\"security_pwd\":\"p\"}")) {
            assertThat(body.text("hostname")).isEmpty();
            assertThat(body.flag("no_cert")).isFalse();
            assertThat(body.text("security_pwd")).isEqualTo("p");
        }
    }

    @Test
    void refusesADuplicateProperty() {
        assertThatThrownBy(() -> read("{\"hostname\":\"a\",\"hostname\":\"b\"}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Duplicate property [hostname]");
    }

    @Test
    void refusesDeepNestingAtItsFirstBracket() {
        assertThatThrownBy(() -> read("[".repeat(60_000))).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> read("{\"hostname\":" + "[".repeat(60_000)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        String object = "{\"hostname\":\"h\"}";

        assertThat(read(object + " ".repeat(64 * 1024 - object.length())).text("hostname"))
                .isEqualTo("h");
        assertThatThrownBy(() -> read(object + " ".repeat(64 * 1024 - object.length() + 1)))
                .hasMessageContaining("64 KiB")
                .isInstanceOfSatisfying(
                        RequestRejectedException.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(413));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "ISO-8859-1", "UTF-32"})
    void refusesAnotherEncoding(String charset) {
        byte[] bytes = "{\"hostname\":\"ä\"}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> RequestBody.read(null, new ByteArrayInputStream(bytes), PROPERTIES, Set.of()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesAnIncompleteBody() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> RequestBody.read(null, broken, PROPERTIES, Set.of()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON; charset=utf-8",
                "application/json;charset=UTF8",
                "application/vnd.x+json"
            })
    void takesJsonByItsName(String type) {
        assertThat(read(MediaType.valueOf(type), "{\"hostname\":\"h\"}").text("hostname"))
                .isEqualTo("h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "text/json",
                "application/json; charset=utf-16",
                "*/*"
            })
    void refusesAnotherMediaType(String type) {
        assertThatThrownBy(() -> read(MediaType.valueOf(type), "{\"hostname\":\"h\"}"))
                .hasMessageContaining("application/json");
    }

    @Test
    void neverRepeatsAValue() {
        for (String text : new String[] {
            "{\"security_pwd\":\"canary-4711\"",
            "{\"security_pwd\":\"canary-4711\"}x",
            "{\"security_pwd\":\"canary-4711\",\"security_pwd\":\"canary-4711\"}",
            "{\"security_pwd\":canary-4711}"
        }) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasNoCause()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain("canary");
        }
    }

    private static RequestBody read(String text) {
        return read(MediaType.APPLICATION_JSON_TYPE, text);
    }

    private static RequestBody read(MediaType type, String text) {
        return RequestBody.read(
                type, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), PROPERTIES, Set.of("no_cert"));
    }
}
