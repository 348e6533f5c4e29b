package org.flowgateway.backup.spi.readiness;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.api.message.Message;

/**
 * Origin of a value: a file of {@code etc/}, or the environment variable that the file names.
 *
 * @param file name for people, {@code etc/PID.cfg}
 * @param variable the environment variable; empty if the file contains the value itself
 */
record SettingOrigin(String file, Optional<String> variable) {

    /** Property that Felix File Install, which reads the files, adds to each configuration: the file as a URI. */
    private static final String FILE_NAME = "felix.fileinstall.filename";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)");

    /**
     * Determines the origin of a key's value.
     *
     * @param environment of this process
     */
    static SettingOrigin of(Map<String, ?> properties, String pid, String key, Map<String, String> environment) {
        Optional<Path> file = file(properties);
        return new SettingOrigin(shown(file, pid), file.flatMap(path -> variable(path, key, environment)));
    }

    private static Optional<Path> file(Map<String, ?> properties) {
        Object uri = properties.get(FILE_NAME);
        try {
            return uri == null ? Optional.empty() : Optional.of(Path.of(URI.create(uri.toString())));
        } catch (RuntimeException e) {
            return Optional.empty(); // Not a file: the configuration has another origin, and gets its usual name.
        }
    }

    private static String shown(Optional<Path> file, String pid) {
        return "etc/" + file.map(Path::getFileName).map(Objects::toString).orElse(pid.replace('~', '-') + ".cfg");
    }

    private static Optional<String> variable(Path file, String key, Map<String, String> environment) {
        Properties raw = new Properties();
        try {
            raw.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // The message then names the file itself, which is correct too.
        }
        Matcher reference = VARIABLE.matcher(raw.getProperty(key, ""));
        return reference.find() && environment.containsKey(reference.group(1))
                ? Optional.of(reference.group(1))
                : Optional.empty();
    }

    /** Returns the problem of a value from here, without settings in force. */
    Message describe(Message invalid) {
        return variable.map(name ->
                        SettingMessage.INVALID_IN_ENVIRONMENT.with(name, file, invalid.summary(), invalid.action()))
                .orElseGet(() -> SettingMessage.INVALID_IN_FILE.with(file, invalid.summary(), invalid.action()));
    }

    /** Returns the problem of a changed value from here, while the previous settings are in force. */
    Message describeChange(Message invalid) {
        return variable.map(name -> SettingMessage.CHANGE_INVALID_IN_ENVIRONMENT.with(
                        name, file, invalid.summary(), invalid.action()))
                .orElseGet(() -> SettingMessage.CHANGE_INVALID_IN_FILE.with(file, invalid.summary(), invalid.action()));
    }
}
