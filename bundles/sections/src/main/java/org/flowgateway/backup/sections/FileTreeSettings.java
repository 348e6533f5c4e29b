package org.flowgateway.backup.sections;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/**
 * Parser of a section's configuration. The typed form would silently turn a misspelt {@code true} into {@code false}, so each value is parsed as
 * it was written.
 */
final class FileTreeSettings {

    private final String pid;
    private final Map<String, Object> values;

    /**
     * Creates a parser.
     *
     * @param values the component's properties, its {@code service.pid} among them
     */
    FileTreeSettings(Map<String, Object> values) {
        this.pid = Objects.toString(values.get("service.pid"), FileTreeConfiguration.PID);
        this.values = values;
    }

    /**
     * Creates the section.
     *
     * @throws SettingException naming key and value, if a value cannot be used
     */
    FileTreeSection section() {
        String id = text("id", "");
        if (!id.matches("[a-z0-9_-]{1,64}")) {
            throw refused("id", id, "is not 1 to 64 characters of a-z, 0-9, _ and -");
        }
        String title = text("title", "");
        boolean vault = flag("vault");
        boolean required = flag("required", Boolean.toString(vault));
        SectionDescriptor descriptor =
                new SectionDescriptor(id, title.isBlank() ? id : title, required, vault, formatVersion());
        return new FileTreeSection(
                descriptor,
                root(),
                flag("allow-set-id"),
                flag("allow-links-out", "true"),
                new SectionCommands(
                        command("freeze-command", descriptor),
                        command("thaw-command", descriptor),
                        command("deactivate-command", descriptor),
                        command("activated-command", descriptor)));
    }

    private Optional<SectionCommand> command(String key, SectionDescriptor section) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SectionCommand(key, section.title(), CommandLine.of(value)));
        } catch (IllegalArgumentException e) {
            // The value is not shown, since an argument may be secret.
            throw SettingException.withoutValue(pid, key, e.getMessage());
        }
    }

    private Path root() {
        String text = text("root", "");
        try {
            Path path = Path.of(text).normalize();
            if (path.isAbsolute() && path.getParent() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw refused("root", text, "is not a path that this file system can hold");
        }
        throw refused("root", text, "is not an absolute path of a directory below /");
    }

    private boolean flag(String key) {
        return flag(key, "false");
    }

    private boolean flag(String key, String otherwise) {
        String text = text(key, otherwise);
        if (!text.equals("true") && !text.equals("false")) {
            throw refused(key, text, "is neither true nor false");
        }
        return text.equals("true");
    }

    private int formatVersion() {
        String key = "format-version";
        String text = text(key, "1");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw refused(key, text, "is not a whole number from 1 to 999999999");
        }
        return Integer.parseInt(text);
    }

    private String text(String key, String otherwise) {
        return Objects.toString(values.get(key), otherwise);
    }

    private SettingException refused(String key, String value, String why) {
        return new SettingException(pid, key, value.replaceAll("\\p{Cntrl}", "?"), why);
    }
}
