package org.flowgateway.backup.spi.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An invalid value names the file, or the environment variable, that it comes from. */
class SettingOriginTest {

    private static final String PID = "com.example.core";

    @TempDir
    Path directory;

    private Map<String, String> properties;

    @BeforeEach
    void writeFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve(PID + ".cfg"), "pack-mib = ${env:EXAMPLE_PACK_MIB:-16}\nretry-seconds = many\n");
        properties =
                Map.of("felix.fileinstall.filename", file.toUri().toString(), "pack-mib", "x", "retry-seconds", "many");
    }

    private static Message invalid(Map<String, String> properties) {
        return assertThrows(SettingException.class, () -> TypedValues.check(PID, Configuration.class, properties))
                .description();
    }

    @Test
    void valueOfAFileNamesTheFile() {
        Message invalid = invalid(Map.of("retry-seconds", "many"));
        SettingOrigin origin = SettingOrigin.of(properties, PID, "retry-seconds", Map.of("EXAMPLE_PACK_MIB", "x"));
        assertEquals(new SettingOrigin("etc/" + PID + ".cfg", Optional.empty()), origin);
        assertEquals(
                "etc/" + PID + ".cfg: retry-seconds [many] is not a whole number",
                origin.describe(invalid).summary());
        assertEquals(
                "setting.change-invalid-in-file", origin.describeChange(invalid).code());
    }

    @Test
    void valueOfAVariableNamesTheVariableToo() {
        Message invalid = invalid(Map.of("pack-mib", "x"));
        SettingOrigin origin = SettingOrigin.of(properties, PID, "pack-mib", Map.of("EXAMPLE_PACK_MIB", "x"));
        assertEquals(new SettingOrigin("etc/" + PID + ".cfg", Optional.of("EXAMPLE_PACK_MIB")), origin);
        String start = "The environment variable EXAMPLE_PACK_MIB (etc/" + PID + ".cfg): pack-mib [x] is not a whole";
        assertEquals(start + " number", origin.describe(invalid).summary());
        assertEquals(
                "setting.change-invalid-in-environment",
                origin.describeChange(invalid).code());
    }

    @Test
    void variableThatIsNotSetIsNotNamed() {
        assertEquals(
                Optional.empty(),
                SettingOrigin.of(properties, PID, "pack-mib", Map.of()).variable());
    }

    @Test
    void configurationWithoutAFileHasItsUsualName() {
        assertEquals(
                "etc/com.example.section-snmp.cfg",
                SettingOrigin.of(Map.of(), "com.example.section~snmp", "root", Map.of())
                        .file());
    }

    /** Configuration with two numbers. */
    private @interface Configuration {

        int pack$_$mib();

        int retry$_$seconds();
    }
}
