package org.flowgateway.backup.access;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Line of the users file.
 *
 * @param name name of a user, or of a group after {@link #GROUP}
 * @param password stored password; for a group its first role
 * @param roles roles of the user; after {@link #GROUP}, the name of a group whose roles the user has too
 */
record UserFileLine(String name, String password, List<String> roles) {

    /** Prefix and suffix of a hash, which distinguish it from a plain password. */
    static final String MARK = "{CRYPT}";

    /** Prefix of a group's name, as in Karaf's own users file; the file has a backslash before the colon. */
    static final String GROUP = "_g_:";
    /** Name that a group's line would be read as without that backslash. */
    private static final String NOBODY = "_g_";

    UserFileLine {
        roles = List.copyOf(roles);
    }

    /** Parses a line; empty for a comment, an empty line, or a malformed one. */
    static Optional<UserFileLine> parse(String line) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(line));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // Such as half of an escape: this line is ignored, the others count.
        }
        return properties.stringPropertyNames().stream()
                .findFirst()
                .filter(name -> !name.isEmpty() && !name.equals(NOBODY))
                .map(name -> {
                    String[] fields = properties.getProperty(name).split(",", -1);
                    List<String> roles = Arrays.stream(fields)
                            .skip(1)
                            .map(String::strip)
                            .filter(role -> !role.isEmpty())
                            .toList();
                    return new UserFileLine(name, fields[0].strip(), roles);
                });
    }

    /** Returns whether the next line of the file belongs to this one. */
    static boolean isContinued(String line) {
        int last = line.length();
        while (last > 0 && line.charAt(last - 1) == '\\') {
            last--;
        }
        boolean comment =
                line.stripLeading().startsWith("#") || line.stripLeading().startsWith("!");
        return !comment && (line.length() - last) % 2 == 1;
    }

    /** Returns the line of a user for the file. */
    static String text(String name, PasswordHash password, Collection<String> roles) {
        String key = name.replaceAll("[\\\\ :=#!]", "\\\\$0");
        return key + " = " + MARK + password.text() + MARK + (roles.isEmpty() ? "" : "," + String.join(",", roles));
    }

    /** Describes the difference of two states of the file, without any password. */
    static List<String> describeChanges(Map<String, UserFileLine> before, Map<String, UserFileLine> now) {
        List<String> changes = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add("user " + name + " removed"));
        now.forEach((name, line) -> {
            UserFileLine old = before.get(name);
            if (old == null) {
                changes.add("user " + name + " added, " + line.roleNames());
                return;
            }
            if (!line.isGroup() && !old.password().equals(line.password())) {
                changes.add("password of user " + name);
            }
            if (!old.roleNames().equals(line.roleNames())) {
                changes.add("roles of user " + name + ": " + line.roleNames());
            }
        });
        return changes;
    }

    private String roleNames() {
        String names = String.join(",", roles);
        return isGroup() ? String.join(",", password, names) : names;
    }

    boolean isGroup() {
        return name.startsWith(GROUP);
    }

    /** Returns whether the password is neither a hash nor missing. */
    boolean isPlain() {
        return !isGroup() && !password.isEmpty() && hash().isEmpty();
    }

    /** Returns the text form of the password's hash, of any kind; empty if it is none. */
    Optional<String> hash() {
        boolean marked = password.length() >= 2 * MARK.length() && password.startsWith(MARK) && password.endsWith(MARK);
        return marked
                ? Optional.of(password.substring(MARK.length(), password.length() - MARK.length()))
                : Optional.empty();
    }

    /** Omits hash and password, so that no log contains them. */
    @Override
    public String toString() {
        return "UserFileLine[" + name + ", " + roles + "]";
    }
}
