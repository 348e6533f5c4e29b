package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Plaintext manifest: the commit marker of a backup, written last. It serves to detect bit rot without a password. It is not authenticated:
 * {@link Index#verify} compares it with the index. Immutable.
 *
 * @param formatVersion version of the format
 * @param identity identity of the backup
 * @param finished time when everything else was stored
 * @param sections the sections, as in the index
 * @param objects every pack in order of their numbers, then the index
 */
public record Manifest(
        int formatVersion,
        BackupIdentity identity,
        Instant finished,
        List<SectionSummary> sections,
        List<StoredObject> objects) {

    /** Name in the backup's directory. */
    public static final String NAME = "manifest.json";
    /** Format version that this version writes. */
    public static final int FORMAT_VERSION = FormatLimits.FORMAT_VERSION;
    /** Maximum bytes of a manifest. Do not read a longer one. */
    public static final int MAX_BYTES = FormatLimits.MANIFEST_BYTES;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String WHAT = "manifest";

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException if the format is not the one of this version, or the objects are not the packs
     *         without a gap and then the index
     */
    public Manifest {
        ValueChecks.that(formatVersion == FORMAT_VERSION, "there is no format [" + formatVersion + "]");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(finished, "finished");
        sections = List.copyOf(sections);
        objects = List.copyOf(objects);
        ValueChecks.that(!objects.isEmpty(), "no object");
        int packs = objects.size() - 1;
        FormatJson.checkPacks(objects.subList(0, packs));
        ValueChecks.that(
                objects.get(packs).name().equals(StoredObject.INDEX_NAME),
                "object [" + objects.get(packs).name() + "] where the index should be");
    }

    /** Returns the bytes to store: JSON with line breaks, UTF-8. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes).useDefaultPrettyPrinter()) {
            FormatJson.writeStart(json, formatVersion, identity);
            json.writeStringField("finished", finished.toString());
            FormatJson.writeSections(json, sections);
            FormatJson.writeObjects(json, "objects", objects);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a manifest.
     *
     * @param json the stored bytes
     * @throws ArchiveException with {@code UNSUPPORTED} if a newer version wrote it, {@code LIMIT_EXCEEDED} if it is too large, {@code DAMAGED}
     *         for any other content
     */
    public static Manifest parse(byte[] json) throws ArchiveException {
        if (json.length > MAX_BYTES) {
            throw ArchiveMessage.DOCUMENT_TOO_LONG.exception(WHAT, json.length, MAX_BYTES);
        }
        try (JsonCursor cursor = new JsonCursor(new ByteArrayInputStream(json), WHAT)) {
            BackupIdentity identity = FormatJson.readStart(cursor);
            Instant finished = FormatJson.readTime(cursor, "finished");
            List<SectionSummary> sections = FormatJson.readSections(cursor);
            List<StoredObject> objects = FormatJson.readObjects(cursor, "objects");
            cursor.endObject();
            cursor.end();
            return new Manifest(FORMAT_VERSION, identity, finished, sections, objects);
        } catch (IOException | IllegalArgumentException e) {
            throw JsonCursor.explain(e, WHAT);
        }
    }
}
