package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * JSON forms of the values in the index and in the manifest: each has a method that writes and one that reads. Value types check themselves,
 * with {@link IllegalArgumentException}.
 */
final class FormatJson {

    private static final Pattern MODE = Pattern.compile("[0-7]{4}");

    private FormatJson() {}

    /** Writes the start of a document: its version first, so that a reader distinguishes another version from damage. */
    static void writeStart(JsonGenerator json, int formatVersion, BackupIdentity identity) throws IOException {
        json.writeStartObject();
        json.writeNumberField("formatVersion", formatVersion);
        json.writeStringField("id", identity.id());
        json.writeStringField("directory", identity.directory());
        json.writeStringField("started", identity.started().toString());
        json.writeStringField("product", identity.product());
        json.writeStringField("productVersion", identity.productVersion());
        json.writeStringField("host", identity.host());
    }

    static BackupIdentity readStart(JsonCursor json) throws IOException {
        json.startObject();
        long version = json.number("formatVersion");
        if (version > FormatLimits.FORMAT_VERSION) {
            throw ArchiveMessage.NEWER_FORMAT.exception(version, FormatLimits.FORMAT_VERSION);
        }
        ValueChecks.that(version == FormatLimits.FORMAT_VERSION, "there is no format [" + version + "]");
        return new BackupIdentity(
                json.text("id"),
                json.text("directory"),
                readTime(json, "started"),
                json.text("product"),
                json.text("productVersion"),
                json.text("host"));
    }

    static Instant readTime(JsonCursor json, String field) throws IOException {
        String text = json.text(field);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("[" + text + "] is no time", e);
        }
    }

    static void writeSections(JsonGenerator json, List<SectionSummary> sections) throws IOException {
        json.writeArrayFieldStart("sections");
        for (SectionSummary section : sections) {
            json.writeStartObject();
            json.writeStringField("id", section.id());
            json.writeStringField("title", section.title());
            json.writeBooleanField("required", section.required());
            json.writeBooleanField("vault", section.vault());
            json.writeNumberField("formatVersion", section.formatVersion());
            json.writeStringField("root", section.root());
            json.writeNumberField("entries", section.entries());
            json.writeNumberField("bytes", section.bytes());
            OmissionJson.writeCounts(json, section.omitted());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static List<SectionSummary> readSections(JsonCursor json) throws IOException {
        List<SectionSummary> sections = new ArrayList<>();
        json.startArray("sections");
        while (json.nextObject()) {
            sections.add(new SectionSummary(
                    json.text("id"),
                    json.text("title"),
                    json.flag("required"),
                    json.flag("vault"),
                    json.smallNumber("formatVersion"),
                    json.text("root"),
                    json.number("entries"),
                    json.number("bytes"),
                    OmissionJson.readCounts(json)));
            json.endObject();
            checkSections(sections.size());
        }
        unique(sections.stream().map(SectionSummary::id).toList(), "section");
        return List.copyOf(sections);
    }

    private static void checkSections(int count) throws ArchiveException {
        if (count > FormatLimits.SECTIONS) {
            throw ArchiveMessage.TOO_MANY_SECTIONS.exception(FormatLimits.SECTIONS);
        }
    }

    static void writeObjects(JsonGenerator json, String field, List<StoredObject> objects) throws IOException {
        json.writeArrayFieldStart(field);
        for (StoredObject object : objects) {
            json.writeStartObject();
            json.writeStringField("name", object.name());
            json.writeNumberField("length", object.length());
            json.writeStringField("sha256", object.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Reads the packs in order of their numbers without a gap, then all other objects. */
    static List<StoredObject> readObjects(JsonCursor json, String field) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        json.startArray(field);
        while (json.nextObject()) {
            objects.add(new StoredObject(json.text("name"), json.number("length"), json.text("sha256")));
            json.endObject();
            if (objects.size() > FormatLimits.PACKS + 1) {
                throw ArchiveMessage.TOO_MANY_PACKS.exception(FormatLimits.PACKS);
            }
        }
        return List.copyOf(objects);
    }

    /** Checks that each pack has the name of its position. */
    static void checkPacks(List<StoredObject> packs) {
        for (int i = 0; i < packs.size(); i++) {
            String expected = StoredObject.packName(i);
            ValueChecks.that(
                    packs.get(i).name().equals(expected),
                    "object [" + packs.get(i).name() + "] where [" + expected + "] should be");
        }
    }

    static void writeEntry(JsonGenerator json, IndexedEntry indexed) throws IOException {
        Entry entry = indexed.entry();
        json.writeStartObject();
        json.writeStringField("section", entry.section());
        json.writeStringField("path", entry.path());
        json.writeStringField("type", entry.type().json());
        json.writeStringField("mode", octal(entry.mode()));
        json.writeNumberField("uid", entry.uid());
        json.writeNumberField("gid", entry.gid());
        json.writeStringField("user", entry.user());
        json.writeStringField("group", entry.group());
        json.writeNumberField("size", entry.size());
        json.writeStringField("modified", entry.modified().toString());
        json.writeStringField("linkTarget", entry.linkTarget());
        ExtendedMetadataJson.write(json, entry.extended());
        json.writeArrayFieldStart("parts");
        for (Part part : indexed.parts()) {
            json.writeStartObject();
            json.writeNumberField("pack", part.pack());
            json.writeNumberField("length", part.length());
            json.writeStringField("sha256", part.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Reads an entry or an omission, whose start was read, and passes it to a consumer. */
    static void readEntry(JsonCursor json, EntryConsumer taker) throws IOException {
        String section = json.repeated("section");
        String path = json.text("path");
        String type = json.text("type");
        if (type.equals(OmissionJson.TYPE)) {
            taker.omitted(OmissionJson.read(json, section, path));
        } else {
            taker.accept(readEntry(json, section, path, readType(type)));
        }
    }

    private static IndexedEntry readEntry(JsonCursor json, String section, String path, Entry.Type type)
            throws IOException {
        Entry entry = new Entry(
                section,
                path,
                type,
                readMode(json.text("mode")),
                json.number("uid"),
                json.number("gid"),
                json.repeated("user"),
                json.repeated("group"),
                json.number("size"),
                Timestamp.parse(json.text("modified")),
                json.text("linkTarget"),
                ExtendedMetadataJson.read(json));
        List<Part> parts = new ArrayList<>(1);
        json.startArray("parts");
        while (json.nextObject()) {
            parts.add(new Part(json.smallNumber("pack"), json.number("length"), json.text("sha256")));
            json.endObject();
            if (parts.size() > FormatLimits.PARTS) {
                throw ArchiveMessage.TOO_MANY_PARTS.exception(FormatLimits.PARTS);
            }
        }
        json.endObject();
        return new IndexedEntry(entry, parts);
    }

    private static Entry.Type readType(String text) {
        for (Entry.Type type : Entry.Type.values()) {
            if (type.json().equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no entry of type [" + text + "]");
    }

    private static String octal(int mode) {
        String digits = Integer.toOctalString(mode);
        return "0".repeat(4 - digits.length()) + digits;
    }

    private static int readMode(String text) {
        ValueChecks.that(MODE.matcher(text).matches(), "mode [" + text + "] is not four octal digits");
        return Integer.parseInt(text, 8);
    }

    private static void unique(List<String> names, String what) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            ValueChecks.that(seen.add(name), what + " [" + name + "] is there twice");
        }
    }
}
