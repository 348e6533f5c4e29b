package com.example.backup.ftps;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.net.MalformedServerReplyException;
import org.flowgateway.backup.spi.transport.ListEntry;

/** Parser of the lines of {@code MLSD} (RFC 3659): facts, a space and a name. */
final class FtpsListingLine {

    private FtpsListingLine() {}

    /**
     * Parses a line.
     *
     * @return the entry; empty for the directory itself and the one above
     * @throws MalformedServerReplyException if the line has another form
     */
    static Optional<ListEntry> parse(String line) throws MalformedServerReplyException {
        int space = line.indexOf(' ');
        if (space < 0 || space == line.length() - 1) {
            throw new MalformedServerReplyException("A listing has a line without a name");
        }
        String facts = line.substring(0, space);
        String name = line.substring(space + 1);
        String type = fact(facts, "type").toLowerCase(Locale.ROOT);
        if (type.equals("cdir") || type.equals("pdir")) {
            return Optional.empty();
        }
        if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new MalformedServerReplyException("A listing has a path instead of a name");
        }
        return Optional.of(entry(type, facts, name));
    }

    private static ListEntry entry(String type, String facts, String name) throws MalformedServerReplyException {
        return switch (type) {
            case "file" -> ListEntry.object(name, length(fact(facts, "size")));
            case "dir" -> ListEntry.directory(name);
            default -> ListEntry.other(name);
        };
    }

    private static String fact(String facts, String key) throws MalformedServerReplyException {
        for (String fact : facts.split(";")) {
            if (fact.regionMatches(true, 0, key + '=', 0, key.length() + 1)) {
                return fact.substring(key.length() + 1);
            }
        }
        throw new MalformedServerReplyException("A listing has a line without the fact " + key);
    }

    private static long length(String text) throws MalformedServerReplyException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new MalformedServerReplyException("A listing has a size that is no number");
        }
        return Long.parseLong(text);
    }
}
