package org.flowgateway.backup.access;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The gateway's users in Karaf's format, {@code user = {CRYPT}hash{CRYPT},role,role}: its {@code jaas:} commands and an editor work on it
 * too, so every line that is not this gateway's business is kept as it is.
 */
final class UserFile {

    /** Stands before and after a hash, and tells it from a plain password. */
    static final String MARK = "{CRYPT}";

    private static final String HEADER = """
            # Users of this gateway: NAME = PASSWORD,ROLE,ROLE
            # Roles: admin and backup-operator may do everything, viewer may only read.
            # A plain password written here is replaced by its hash within seconds while the gateway runs, else at its next start.
            """;

    private final Path file;

    /** Makes an empty file if there is none, and closes it to others if there is. */
    UserFile(Path file) throws IOException {
        this.file = file;
        if (Files.notExists(file)) {
            StateDirectory.write(file, HEADER.getBytes(StandardCharsets.ISO_8859_1));
        }
        StateDirectory.close(file);
    }

    Path path() {
        return file;
    }

    /** What is stored of a user's password; empty if there is no such user. */
    Optional<String> storedPassword(String user) throws IOException {
        return fields(user).map(fields -> fields.get(0).strip());
    }

    /** Sets a user's password, and adds roles; the roles the user has are kept, and so is everything else in the file. */
    void put(String user, PasswordHash password, List<String> addedRoles) throws IOException {
        Set<String> roles = new LinkedHashSet<>(addedRoles);
        fields(user).ifPresent(fields -> fields.stream().skip(1).map(String::strip).forEach(roles::add));
        String line = user + " = " + MARK + password.text() + MARK + "," + String.join(",", roles);
        Pattern own = Pattern.compile("\\s*" + Pattern.quote(user) + "\\s*[=:\\s].*");
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        lines.removeIf(existing -> own.matcher(existing).matches());
        lines.add(line);
        StateDirectory.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private Optional<List<String>> fields(String user) throws IOException {
        Properties users = new Properties();
        users.load(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)));
        return Optional.ofNullable(users.getProperty(user)).map(value -> List.of(value.split(",", -1)));
    }
}
