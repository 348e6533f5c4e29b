package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.ExtendedAttribute;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/** JSON form of access control lists and extended attributes: one short field for the many entries that have none. */
final class ExtendedMetadataJson {

    private static final String FIELD = "extended";

    private ExtendedMetadataJson() {}

    static void write(JsonGenerator json, ExtendedMetadata extended) throws IOException {
        if (extended.isEmpty()) {
            json.writeNullField(FIELD);
            return;
        }
        json.writeObjectFieldStart(FIELD);
        writeAcl(json, "acl", extended.acl());
        writeAcl(json, "defaultAcl", extended.defaultAcl());
        json.writeArrayFieldStart("attributes");
        for (ExtendedAttribute attribute : extended.attributes()) {
            json.writeStartObject();
            json.writeStringField("name", attribute.name());
            json.writeFieldName("value");
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, attribute.value(), 0, attribute.value().length);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static ExtendedMetadata read(JsonCursor json) throws IOException {
        if (!json.startObjectOrNull(FIELD)) {
            return ExtendedMetadata.NONE;
        }
        Acl acl = readAcl(json, "acl");
        Acl defaultAcl = readAcl(json, "defaultAcl");
        List<ExtendedAttribute> attributes = new ArrayList<>();
        json.startArray("attributes");
        while (json.nextObject()) {
            attributes.add(new ExtendedAttribute(json.text("name"), json.binary("value")));
            json.endObject();
            limit(attributes.size(), FormatLimits.ATTRIBUTES, ArchiveMessage.TOO_MANY_ATTRIBUTES);
        }
        json.endObject();
        ExtendedMetadata extended = new ExtendedMetadata(acl, defaultAcl, attributes);
        ValueChecks.that(!extended.isEmpty(), "an entry is said to have attributes, and has none");
        return extended;
    }

    private static void writeAcl(JsonGenerator json, String field, Acl acl) throws IOException {
        json.writeArrayFieldStart(field);
        for (AclEntry entry : acl.entries()) {
            json.writeStartObject();
            json.writeStringField("tag", entry.tag().json());
            if (entry.tag().hasId()) {
                json.writeNumberField("id", entry.id());
                json.writeStringField("name", entry.name());
            }
            json.writeNumberField("permissions", entry.permissions());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Acl readAcl(JsonCursor json, String field) throws IOException {
        List<AclEntry> entries = new ArrayList<>();
        json.startArray(field);
        while (json.nextObject()) {
            Tag tag = tag(json.text("tag"));
            long id = tag.hasId() ? json.number("id") : AclEntry.NO_ID;
            String name = tag.hasId() ? json.text("name") : "";
            entries.add(new AclEntry(tag, id, name, json.smallNumber("permissions")));
            json.endObject();
            limit(entries.size(), FormatLimits.ACL_ENTRIES, ArchiveMessage.TOO_MANY_ACL_ENTRIES);
        }
        return new Acl(entries);
    }

    private static Tag tag(String text) {
        for (Tag tag : Tag.values()) {
            if (tag.json().equals(text)) {
                return tag;
            }
        }
        throw new IllegalArgumentException("there is no access control entry for [" + text + "]");
    }

    private static void limit(int count, int most, ArchiveMessage message) throws ArchiveException {
        if (count > most) {
            throw message.exception(most);
        }
    }
}
