package org.flowgateway.backup.spi.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid values leave the settings in force, and the problem names the value's origin. */
class LastGoodSettingsTest {

    private static final String PID = "org.example.part";

    @TempDir
    private Path etc;

    private final Map<String, Object> properties = new HashMap<>(Map.of("service.pid", PID));
    private final LastGoodSettings<String> settings =
            new LastGoodSettings<>(PID, Typed.class, Map.of("PART_SIZE", "7"));

    /** Configuration type of the test. */
    private @interface Typed {
        int part$_$size() default 1;

        boolean quick_start() default false;

        String name() default "";
    }

    @BeforeEach
    void write() throws IOException {
        Path file = Files.writeString(
                etc.resolve(PID + ".cfg"),
                "part-size = ${env:PART_SIZE:-32}\nname = ${env:PART_NAME:-x}\nroot = relative\n");
        properties.put("felix.fileinstall.filename", file.toUri().toString());
    }

    private String refuse(String key) {
        settings.update(properties, () -> {
            throw new SettingException(PID, key, "7", "is not in 8 to 64");
        });
        return settings.problems().get(0).text();
    }

    @Test
    void withoutGoodSettingsItIsNotReady() {
        assertTrue(settings.problems().get(0).preventsReadiness());
        assertTrue(settings.problems().get(0).text().startsWith("etc/org.example.part.cfg is missing"));
        assertEquals(
                "etc/org.example.part.cfg: root [7] is not in 8 to 64. Correct it; no restart is needed",
                refuse("root"));
        assertTrue(settings.problems().get(0).preventsReadiness());
        assertEquals(Optional.empty(), settings.current());
    }

    @Test
    void lastGoodSettingsRemainInForce() {
        assertEquals(Optional.empty(), settings.update(properties, () -> "good"));
        assertEquals(List.of(), settings.problems());
        assertEquals(
                "etc/org.example.part.cfg: root [7] is not in 8 to 64. Correct it; no restart is needed. Until then the previous settings"
                        + " remain in force",
                refuse("root"));
        assertEquals(
                "The environment variable PART_SIZE (etc/org.example.part.cfg): part-size [7] is not in 8 to 64. Correct it and start the gateway"
                        + " again. Until then the previous settings remain in force",
                refuse("part-size"));
        assertEquals(
                List.of(false),
                settings.problems().stream()
                        .map(ReadinessProblem::preventsReadiness)
                        .toList());
        assertEquals(Optional.of("good"), settings.current());
        assertEquals(Optional.empty(), settings.update(properties, () -> "better"));
        assertEquals(List.of(), settings.problems());
        assertEquals(Optional.of("better"), settings.current());
    }

    @Test
    void valueOfTheEnvironmentIsReportedWithItsVariable() {
        assertEquals(
                "The environment variable PART_SIZE (etc/org.example.part.cfg): part-size [7] is not in 8 to 64. Correct it and start the gateway"
                        + " again",
                refuse("part-size"));
        assertEquals(
                "etc/org.example.part.cfg: name [7] is not in 8 to 64. Correct it; no restart is needed",
                refuse("name"));
    }

    @Test
    void configurationWithoutAFileGetsItsUsualName() {
        properties.put("service.pid", PID + "~one");
        for (String file : new String[] {null, "http://example/file", "not a URI", "file:/gone/" + PID + "-one.cfg"}) {
            properties.put("felix.fileinstall.filename", file);
            assertEquals(
                    "etc/org.example.part-one.cfg: part-size [7] is not in 8 to 64. Correct it; no restart is needed",
                    refuse("part-size"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "part-size, abc, is not a whole number",
        "part-size, '', is not a whole number",
        "part-size, 99999999999, is not a whole number",
        "quick.start, ture, is neither true nor false",
        "quick.start, '', is neither true nor false"
    })
    void aTextThatIsNotOfItsTypeIsRefused(String key, String value, String why) {
        properties.put(key, value);
        settings.update(properties, () -> "good");
        assertTrue(
                settings.problems().get(0).text().contains(key + " [" + value + "] " + why),
                settings.problems().toString());
        assertEquals(Optional.empty(), settings.current());
    }

    @Test
    void remedyOfTheMessageTakesThePlaceOfTheUsualOne() {
        properties.put("quick.start", "yes");
        settings.update(properties, () -> "good");
        assertEquals(
                "etc/org.example.part.cfg: quick.start [yes] is neither true nor false. Write true or false; no restart is needed",
                settings.problems().get(0).text());
        assertEquals(
                "setting.invalid-in-file",
                settings.problems().get(0).description().code());
    }

    @Test
    void whatIsOfItsTypeIsTaken() {
        properties.putAll(Map.of("part-size", "-7", "quick.start", " true ", "name", "true", "other", "x"));
        settings.update(properties, () -> "good");
        properties.putAll(Map.of("part-size", 7, "quick.start", true));
        settings.update(properties, () -> "better");
        assertEquals(Optional.of("better"), settings.current());
    }

    @Test
    void aValueThatMayBeSecretIsNotShown() {
        settings.update(properties, () -> {
            throw SettingException.withoutValue(PID, "command", "is empty");
        });
        assertEquals(
                "etc/org.example.part.cfg: command is empty. Correct it; no restart is needed",
                settings.problems().get(0).text());
    }
}
