package org.flowgateway.backup.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.tck.MemoryTransport;

/**
 * A backup of one pack that somebody made who knows the password and the format, and keeps to none of its rules. Index and pack are
 * written apart, so they can be made to differ.
 */
final class HostileBackup {

    static final String NAME = "20260227_1546";
    private static final Instant TIME = Instant.parse("2026-02-27T15:46:00Z");

    /** Entry as the index describes it. */
    record Entry(
            String section,
            String path,
            String type,
            int mode,
            long size,
            String linkTarget,
            long length,
            String sha256) {}

    private final List<Entry> entries = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar =
            new TarArchiveOutputStream(bytes, TarConstants.DEFAULT_RCDSIZE, StandardCharsets.UTF_8.name());
    private String host = "testhost";
    private int formatVersion = 1;
    private byte[] behindTar = {};

    HostileBackup() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    HostileBackup host(String name) {
        host = name;
        return this;
    }

    /** Sets the version of the index's format. */
    HostileBackup formatVersion(int version) {
        formatVersion = version;
        return this;
    }

    /** A directory, in index and pack. */
    HostileBackup directory(String path) throws IOException {
        return indexed("config", path, "directory", 0755, 0, "", "")
                .packed(member(path) + "/", TarConstants.LF_DIR, "", "");
    }

    /** A file, in index and pack. */
    HostileBackup file(String path, int mode, String content) throws IOException {
        return indexed("config", path, "file", mode, content.length(), "", hash(content))
                .packed(member(path), TarConstants.LF_NORMAL, "", content);
    }

    /** A symbolic link, in index and pack. */
    HostileBackup symlink(String path, String target) throws IOException {
        return indexed("config", path, "symlink", 0777, 0, target, "")
                .packed(member(path), TarConstants.LF_SYMLINK, target, "");
    }

    /** A hard link, in index and pack. */
    HostileBackup hardlink(String path, String target) throws IOException {
        return indexed("config", path, "hardlink", 0644, 0, target, "")
                .packed(member(path), TarConstants.LF_LINK, member(target), "");
    }

    /** An entry of the index alone. */
    HostileBackup indexed(
            String section, String path, String type, int mode, long length, String linkTarget, String sha256) {
        entries.add(new Entry(section, path, type, mode, length, linkTarget, length, sha256));
        return this;
    }

    /** A member of the pack alone. */
    HostileBackup packed(String name, byte type, String linkName, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(linkName);
        entry.setSize(content.length());
        tar.putArchiveEntry(entry);
        tar.write(content.getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
        return this;
    }

    /** Appends zeros after the end of the tar. */
    HostileBackup behindTar(int zeros) {
        behindTar = new byte[zeros];
        return this;
    }

    static String hash(String content) {
        return Sha256.of(content.getBytes(StandardCharsets.US_ASCII));
    }

    private static String member(String path) {
        return path.isEmpty() ? "config" : "config/" + path;
    }

    /** Puts it where a restore finds it. */
    void plant(MemoryTransport memory, String password) throws IOException {
        tar.finish();
        bytes.write(behindTar);
        try (ArchiveCipher cipher = LowCostCipher.forSealing(password.toCharArray())) {
            byte[] pack = seal(cipher, bytes.toByteArray());
            StoredObject packed = describe(StoredObject.packName(0), pack);
            BackupIdentity identity = new BackupIdentity(
                    "0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f", NAME, TIME, "test-gateway", "1.0.0", host);
            List<SectionSummary> sections = sections();
            byte[] index = seal(cipher, index(identity, sections, packed));
            plant(
                    memory,
                    new Manifest(
                            Manifest.FORMAT_VERSION,
                            identity,
                            TIME,
                            sections,
                            List.of(packed, describe(StoredObject.INDEX_NAME, index))),
                    pack,
                    index);
        }
    }

    static void plant(MemoryTransport memory, Manifest manifest, byte[] pack, byte[] index) {
        String directory = "backups/" + NAME + "/";
        memory.plant(directory + StoredObject.packName(0), pack)
                .plant(directory + StoredObject.INDEX_NAME, index)
                .plant(directory + Manifest.NAME, manifest.toJson());
    }

    static StoredObject describe(String name, byte[] content) {
        return new StoredObject(name, content.length, Sha256.of(content));
    }

    private static byte[] seal(ArchiveCipher cipher, byte[] plain) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream message = cipher.seal(sealed)) {
            message.write(Zstd.compress(plain));
        }
        return sealed.toByteArray();
    }

    private List<SectionSummary> sections() {
        return new TreeSet<>(entries.stream().map(Entry::section).toList())
                .stream()
                        .map(id -> {
                            List<Entry> own = entries.stream()
                                    .filter(entry -> entry.section().equals(id))
                                    .toList();
                            return new SectionSummary(
                                    id,
                                    "The " + id,
                                    true,
                                    false,
                                    1,
                                    own.size(),
                                    own.stream().mapToLong(Entry::size).sum());
                        })
                        .toList();
    }

    private byte[] index(BackupIdentity identity, List<SectionSummary> sections, StoredObject pack) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            out.writeStartObject();
            out.writeNumberField("formatVersion", formatVersion);
            out.writeStringField("id", identity.id());
            out.writeStringField("directory", identity.directory());
            out.writeStringField("started", identity.started().toString());
            out.writeStringField("product", identity.product());
            out.writeStringField("productVersion", identity.productVersion());
            out.writeStringField("host", identity.host());
            out.writeArrayFieldStart("entries");
            for (Entry entry : entries) {
                write(out, entry);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("sections");
            for (SectionSummary section : sections) {
                out.writeStartObject();
                out.writeStringField("id", section.id());
                out.writeStringField("title", section.title());
                out.writeBooleanField("required", section.required());
                out.writeBooleanField("vault", section.vault());
                out.writeNumberField("formatVersion", section.formatVersion());
                out.writeStringField("root", section.root());
                out.writeNumberField("entries", section.entries());
                out.writeNumberField("bytes", section.bytes());
                out.writeArrayFieldStart("omitted");
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("packs");
            out.writeStartObject();
            out.writeStringField("name", pack.name());
            out.writeNumberField("length", pack.length());
            out.writeStringField("sha256", pack.sha256());
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        }
        return json.toByteArray();
    }

    private static void write(JsonGenerator out, Entry entry) throws IOException {
        out.writeStartObject();
        out.writeStringField("section", entry.section());
        out.writeStringField("path", entry.path());
        out.writeStringField("type", entry.type());
        out.writeStringField("mode", "%04o".formatted(entry.mode()));
        out.writeNumberField("uid", 0);
        out.writeNumberField("gid", 0);
        out.writeStringField("user", "root");
        out.writeStringField("group", "root");
        out.writeNumberField("size", entry.size());
        out.writeStringField("modified", Long.toString(TIME.getEpochSecond()));
        out.writeStringField("linkTarget", entry.linkTarget());
        out.writeNullField("extended");
        out.writeArrayFieldStart("parts");
        out.writeStartObject();
        out.writeNumberField("pack", 0);
        out.writeNumberField("length", entry.length());
        out.writeStringField("sha256", entry.sha256());
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }
}
