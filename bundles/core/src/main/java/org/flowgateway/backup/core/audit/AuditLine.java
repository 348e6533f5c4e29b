package org.flowgateway.backup.core.audit;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.flowgateway.backup.api.AuditEvent;

/**
 * One line of the audit log: a JSON object (RFC 8259) of seven strings, in printable ASCII. Names from outside cannot end a line, add a
 * property, or write on a terminal: every other character is escaped.
 */
final class AuditLine {

    private static final int MAX_CHARACTERS = 2000;

    private AuditLine() {}

    /** Returns the line with its end. */
    static byte[] of(OffsetDateTime time, AuditEvent event) {
        StringBuilder line = new StringBuilder(256).append('{');
        add(line, "time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.MILLIS)));
        add(line, "user", event.actor().user());
        add(line, "address", event.actor().address());
        add(line, "action", event.action().name().toLowerCase(Locale.ROOT));
        add(line, "object", event.object());
        add(line, "result", event.result());
        add(line, "job", event.job());
        return line.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void add(StringBuilder line, String name, String value) {
        line.append(line.length() == 1 ? "\"" : ",\"").append(name).append("\":\"");
        value.chars().limit(MAX_CHARACTERS).forEach(character -> {
            if (character == '"' || character == '\\') {
                line.append('\\').append((char) character);
            } else if (character >= ' ' && character <= '~') {
                line.append((char) character);
            } else {
                line.append("\\u%04x".formatted(character));
            }
        });
        line.append(value.length() > MAX_CHARACTERS ? "...\"" : "\"");
    }
}
