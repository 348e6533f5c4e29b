package org.flowgateway.backup.sections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeSettingsTest {

    private final Map<String, Object> values =
            new HashMap<>(Map.of("id", "certs", "root", "/opt/flowgateway/vault/certs"));

    @Test
    @DisplayName("only id and root are required; the title defaults to the id")
    void defaults() {
        FileTreeSection section = new FileTreeSettings(values).section();
        assertThat(section.descriptor()).isEqualTo(new SectionDescriptor("certs", "certs", false, false, 1));
        assertThat(section.root()).isEqualTo(Path.of("/opt/flowgateway/vault/certs"));
        assertThat(section.allowsSetId()).isFalse();
        assertThat(section.allowsLinksOut()).isTrue();
    }

    @Test
    @DisplayName("all settings are read, as text from a .cfg file and in their own type")
    void readsAll() {
        values.putAll(
                Map.of("title", "Certificates", "vault", "true", "required", Boolean.TRUE, "format-version", "12"));
        assertThat(new FileTreeSettings(values).section().descriptor())
                .isEqualTo(new SectionDescriptor("certs", "Certificates", true, true, 12));
        values.putAll(Map.of("vault", Boolean.FALSE, "required", "false", "format-version", 3));
        assertThat(new FileTreeSettings(values).section().descriptor())
                .isEqualTo(new SectionDescriptor("certs", "Certificates", false, false, 3));
    }

    @Test
    @DisplayName("a section of the vault is required by default")
    void vaultIsRequired() {
        values.put("vault", "true");
        assertThat(new FileTreeSettings(values).section().descriptor().required())
                .isTrue();
        values.put("required", "false");
        assertThat(new FileTreeSettings(values).section().descriptor().required())
                .isFalse();
    }

    @Test
    @DisplayName("permissions of a restore are read")
    void readsWhatIsAllowed() {
        values.putAll(Map.of("allow-set-id", "true", "allow-links-out", "false"));
        FileTreeSection section = new FileTreeSettings(values).section();
        assertThat(section.allowsSetId()).isTrue();
        assertThat(section.allowsLinksOut()).isFalse();
    }

    @Test
    @DisplayName("a root with dots and double slashes is normalised")
    void normalisesRoot() {
        values.put("root", "/opt/x/../flowgateway//./config/");
        assertThat(new FileTreeSettings(values).section().root()).isEqualTo(Path.of("/opt/flowgateway/config"));
    }

    @ParameterizedTest
    @CsvSource({
        "id, ''",
        "id, Certs",
        "id, a/b",
        "id, a b",
        "root, ''",
        "root, relative/path",
        "root, /",
        "root, /opt/..",
        "vault, ture",
        "vault, yes",
        "vault, ''",
        "required, TRUE",
        "required, 1",
        "allow-set-id, ''",
        "allow-links-out, no",
        "format-version, 0",
        "format-version, -1",
        "format-version, 1.0",
        "format-version, one",
        "format-version, 99999999999"
    })
    @DisplayName("an invalid value is refused with PID, key and value")
    void refuses(String key, String value) {
        values.put(key, value);
        values.put("service.pid", "org.flowgateway.backup.section~certs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileTreeSettings(values).section())
                .withMessageStartingWith("org.flowgateway.backup.section~certs: " + key + " [" + value + "] is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "root"})
    @DisplayName("a missing required value is refused with the factory PID and the key")
    void refusesMissing(String key) {
        values.remove(key);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileTreeSettings(values).section())
                .withMessageStartingWith("org.flowgateway.backup.section: " + key + " [] is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"freeze-command", "thaw-command", "deactivate-command", "activated-command"})
    @DisplayName("an invalid command is refused with the factory PID and the key, without its value")
    void refusesCommands(String key) {
        for (Object value : new Object[] {
            "",
            " ",
            "canary",
            "./canary",
            "/bin/true,",
            "/bin/true, ,canary",
            ",/bin/canary",
            ",,/bin/canary",
            "/bin/\0canary",
            "/bin/true, \0canary",
            7,
            new String[0],
            new String[] {"canary"},
            new String[] {"/bin/true", ""},
            new Integer[] {1},
            List.of(),
            List.of(1)
        }) {
            values.put(key, value);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FileTreeSettings(values).section())
                    .withMessageMatching("org\\.flowgateway\\.backup\\.section: " + key + " [^\\x00]+")
                    .withMessageNotContaining("canary");
        }
    }

    @Test
    @DisplayName("a command is a program and its arguments, as one text with commas or as a list")
    void readsCommands() {
        assertThat(CommandLine.of("/bin/sh")).containsExactly("/bin/sh");
        assertThat(CommandLine.of(" /opt/a b/sync , --now,x y ")).containsExactly("/opt/a b/sync", "--now", "x y");
        assertThat(CommandLine.of("/bin/x,a,,b,c,,,\\d\\,$HOME,,"))
                .containsExactly("/bin/x", "a,b", "c,", "\\d\\", "$HOME,");
        assertThat(CommandLine.of(new String[] {"/bin/x", "a,b", " c\\"})).containsExactly("/bin/x", "a,b", " c\\");
        assertThat(CommandLine.of(List.of("/bin/x"))).containsExactly("/bin/x");
    }

    @Test
    @DisplayName("an impossible path is refused")
    void refusesImpossiblePath() {
        values.put("root", "/a\0b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileTreeSettings(values).section())
                .withMessageContaining("root [");
    }
}
