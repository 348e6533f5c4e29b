package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Users file in Karaf's format, {@code user = {CRYPT}hash{CRYPT},role,role}. Karaf's {@code jaas:} commands and editors change it too, so every
 * line that is not this gateway's own is kept as it is. Thread-safe.
 */
final class UserFile {

    private static final String HEADER = """
            # Users of this gateway: NAME = PASSWORD,ROLE,ROLE
            # Roles: admin and backup-operator may do everything, viewer may only read.
            # A plain password written here is accepted at once, and replaced by its hash within seconds while the gateway runs, else at its next start.
            """;

    private final Path file;

    /** Creates an empty file if there is none, and restricts an existing one to its owner. */
    UserFile(Path file) throws IOException {
        this.file = file;
        if (Files.notExists(file)) {
            StateDirectory.write(file, HEADER.getBytes(StandardCharsets.UTF_8));
        }
        StateDirectory.close(file);
    }

    Path path() {
        return file;
    }

    /** Returns the raw content, to detect a change. */
    byte[] content() throws IOException {
        return Files.readAllBytes(file);
    }

    /** Returns all users and groups. */
    List<UserFileLine> lines() throws IOException {
        List<UserFileLine> users = new ArrayList<>();
        for (String line : logicalLines(text(content()))) {
            UserFileLine.parse(line).ifPresent(users::add);
        }
        return users;
    }

    /** Returns a user or a group; the last line of a name counts, as in every properties file. */
    Optional<UserFileLine> find(String name) throws IOException {
        return lines().stream().filter(line -> line.name().equals(name)).reduce((first, second) -> second);
    }

    /** Returns the stored password of a user; empty if there is no such user. */
    Optional<String> storedPassword(String user) throws IOException {
        return find(user).map(UserFileLine::password);
    }

    /** Sets a user's password and adds roles. Existing roles and the rest of the file are kept. */
    synchronized void put(String user, PasswordHash password, List<String> addedRoles) throws IOException {
        Set<String> roles = new LinkedHashSet<>(addedRoles);
        find(user).ifPresent(line -> roles.addAll(line.roles()));
        write(replaced(text(content()), Map.of(user, UserFileLine.text(user, password, roles)), true));
    }

    /**
     * Replaces passwords, if the file is unchanged.
     *
     * @param before content that the hashes were computed from
     * @param hashes by users' names
     * @return {@code false} if the file was changed meanwhile; nothing was written then
     */
    synchronized boolean replace(byte[] before, Map<String, PasswordHash> hashes) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (UserFileLine line : lines()) {
            if (hashes.containsKey(line.name())) {
                lines.put(line.name(), UserFileLine.text(line.name(), hashes.get(line.name()), line.roles()));
            }
        }
        if (!Arrays.equals(before, content())) {
            return false;
        }
        write(replaced(text(before), lines, false));
        return true;
    }

    private void write(List<String> lines) throws IOException {
        StateDirectory.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the lines with new passwords.
     *
     * @param append whether users without a line get one
     */
    private static List<String> replaced(String text, Map<String, String> byName, boolean append) {
        List<String> lines = new ArrayList<>();
        Map<String, String> missing = new TreeMap<>(byName);
        for (String line : logicalLines(text)) {
            Optional<String> name =
                    UserFileLine.parse(line).map(UserFileLine::name).filter(byName::containsKey);
            if (name.isEmpty()) {
                lines.add(line);
            } else if (missing.remove(name.get()) != null) {
                lines.add(byName.get(name.get()));
            }
        }
        if (append) {
            lines.addAll(missing.values());
        }
        return lines;
    }

    /** Splits the text into lines of a properties file: a line that ends with a backslash continues in the next. Each keeps its line breaks. */
    private static List<String> logicalLines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String natural : text.lines().toList()) {
            line.append(line.isEmpty() ? "" : "\n").append(natural);
            if (!UserFileLine.isContinued(line.toString())) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** Decodes UTF-8, which editors write; otherwise Latin 1, the former encoding of properties files. */
    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            Charset latin1 = StandardCharsets.ISO_8859_1;
            return new String(content, latin1);
        }
    }
}
