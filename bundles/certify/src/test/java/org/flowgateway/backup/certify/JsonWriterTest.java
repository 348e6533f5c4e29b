package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON of values, and of hostile texts. */
class JsonWriterTest {

    @Test
    void valuesOfAllTypes() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "ü/€😀");
        value.put("number", 7);
        value.put("long", Long.MAX_VALUE);
        value.put("flag", true);
        value.put("nothing", null);
        value.put("list", List.of("a", Map.of("b", 1)));
        value.put("empty", List.of());
        assertThat(JsonWriter.json(value)).isEqualTo("""
                {
                  "text": "ü/€😀",
                  "number": 7,
                  "long": 9223372036854775807,
                  "flag": true,
                  "nothing": null,
                  "list": [
                    "a",
                    {
                      "b": 1
                    }
                  ],
                  "empty": []
                }
                """);
    }

    /** Characters as hexadecimal code units, so that no editor changes them. */
    @ParameterizedTest
    @CsvSource({
        "0022, \\\"",
        "005c, \\\\",
        "000a, \\u000a",
        "0000, \\u0000",
        "001b, \\u001b",
        "007f, \\u007f",
        "0085, \\u0085",
        "2028, \\u2028",
        "2029, \\u2029",
        "d800, \\ud800",
        "dfff, \\udfff"
    })
    void hostileCharactersAreEscaped(String unit, String escaped) {
        String hostile = "a" + (char) Integer.parseInt(unit, 16) + "b";
        String json = JsonWriter.json(Map.of(hostile, hostile));
        String quoted = "\"a" + escaped + "b\"";
        assertThat(json).isEqualTo("{\n  " + quoted + ": " + quoted + "\n}\n");
        assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> JsonWriter.json(Map.of("a", 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }
}
