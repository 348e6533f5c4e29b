package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.Omission.Reason;
import org.flowgateway.backup.archive.check.ValueChecks;

/** JSON form of omissions and of their counts. */
final class OmissionJson {

    /** Value of the type field in place of an entry's type. */
    static final String TYPE = "omitted";

    private OmissionJson() {}

    static void write(JsonGenerator json, Omission omission) throws IOException {
        json.writeStartObject();
        json.writeStringField("section", omission.section());
        json.writeStringField("path", omission.path());
        json.writeStringField("type", TYPE);
        json.writeStringField("reason", omission.reason().json());
        json.writeStringField("detail", omission.detail());
        json.writeEndObject();
    }

    /** Reads an omission, of which everything up to its type was read. */
    static Omission read(JsonCursor json, String section, String path) throws IOException {
        Omission omission = new Omission(section, path, reason(json.text("reason")), json.text("detail"));
        json.endObject();
        return omission;
    }

    static void writeCounts(JsonGenerator json, Map<Reason, Long> counts) throws IOException {
        json.writeArrayFieldStart("omitted");
        for (Map.Entry<Reason, Long> count : counts.entrySet()) {
            json.writeStartObject();
            json.writeStringField("reason", count.getKey().json());
            json.writeNumberField("count", count.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Reads counts: each reason once, in the order of {@link Reason}. */
    static Map<Reason, Long> readCounts(JsonCursor json) throws IOException {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        Reason last = null;
        json.startArray("omitted");
        while (json.nextObject()) {
            Reason reason = reason(json.text("reason"));
            ValueChecks.that(
                    last == null || reason.compareTo(last) > 0,
                    "reason [" + reason.json() + "] is out of order or there twice");
            counts.put(reason, json.number("count"));
            json.endObject();
            last = reason;
        }
        return counts;
    }

    private static Reason reason(String text) {
        for (Reason reason : Reason.values()) {
            if (reason.json().equals(text)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("there is no reason [" + text + "] to omit something");
    }
}
