package org.flowgateway.backup.archive.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.index.SealedIndex;

/** Whole backup in memory, written and read as by a job. */
public final class TestBackup {

    /** Entry with its content. */
    public record Content(Entry entry, byte[] bytes) {}

    public static final int CAPACITY = 64 << 10;
    public static final Instant STARTED = Instant.parse("2026-02-27T15:46:03.123456Z");

    public final Map<String, byte[]> objects;
    public final Manifest manifest;

    private TestBackup(Map<String, byte[]> objects, Manifest manifest) {
        this.objects = objects;
        this.manifest = manifest;
    }

    public static BackupIdentity identity(String id) {
        return new BackupIdentity(id, "20260227_1546", STARTED, "Gateway Backup", "1.0.0", "gateway");
    }

    public static TestBackup write(ArchiveCipher cipher, List<Content> tree) throws IOException {
        return write(cipher, tree, CAPACITY, identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"));
    }

    public static TestBackup write(ArchiveCipher cipher, List<Content> tree, int capacity, BackupIdentity identity)
            throws IOException {
        return write(cipher, tree, List.of(), capacity, identity);
    }

    public static TestBackup write(
            ArchiveCipher cipher, List<Content> tree, List<Omission> omissions, int capacity, BackupIdentity identity)
            throws IOException {
        Map<String, byte[]> objects = new TreeMap<>();
        PackBuilder builder = PackBuilder.ofAnyCapacity(capacity);
        builder.reset(0);
        IndexWriter index = new IndexWriter();
        Map<String, SectionSummary> sections = new LinkedHashMap<>();
        for (Content content : tree) {
            sections.put(content.entry().section(), null);
            if (content.entry().type() == Entry.Type.FILE && content.bytes().length > 0) {
                putFile(builder, index, cipher, objects, content);
            } else {
                if (builder.room(content.entry()) < 0) {
                    seal(builder, index, cipher, objects);
                }
                builder.add(content.entry());
            }
        }
        if (!builder.isEmpty()) {
            seal(builder, index, cipher, objects);
        }
        for (Omission omission : omissions) {
            index.omit(omission);
        }
        sections.replaceAll((id, none) -> summary(index, id));
        SealedIndex sealed = index.finish(identity, cipher, 3, List.copyOf(sections.values()));
        objects.put(sealed.object().name(), bytes(sealed.open()));
        List<StoredObject> all = new ArrayList<>(index.packs());
        all.add(sealed.object());
        return new TestBackup(
                objects, new Manifest(1, identity, STARTED.plusSeconds(7), List.copyOf(sections.values()), all));
    }

    public static SectionSummary summary(IndexWriter index, String section) {
        return new SectionSummary(
                section,
                "Section " + section,
                true,
                false,
                1,
                "/srv/gateway/" + section,
                index.entries(section),
                index.bytes(section),
                index.omitted(section));
    }

    /** Opens an index as stored on a target. */
    public static Index open(byte[] stored, ArchiveCipher cipher) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(stored);
        StoredObject object = new StoredObject(StoredObject.INDEX_NAME, stored.length, Sha256.hex(digest));
        return Index.open(SealedIndex.read(new ByteArrayInputStream(stored), object), cipher);
    }

    private static void putFile(
            PackBuilder builder, IndexWriter index, ArchiveCipher cipher, Map<String, byte[]> objects, Content content)
            throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content.bytes());
        int part = 0;
        while (rest.hasRemaining()) {
            int room = builder.room(content.entry());
            if (room <= 0) {
                seal(builder, index, cipher, objects);
                continue;
            }
            boolean whole = part == 0 && rest.remaining() <= room;
            int length = Math.min(room, rest.remaining());
            ByteBuffer window = builder.begin(content.entry(), whole ? 0 : ++part, length);
            window.put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
            builder.end(!rest.hasRemaining());
        }
    }

    private static void seal(PackBuilder builder, IndexWriter index, ArchiveCipher cipher, Map<String, byte[]> objects)
            throws IOException {
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());
        objects.put(pack.object().name(), bytes(pack.open()));
        add(index, pack);
        builder.reset(builder.number() + 1);
    }

    /** Adds a pack to an index, as a job does once the pack is stored. */
    public static void add(IndexWriter index, SealedPack pack) throws IOException {
        index.add(pack.object(), pack.lines());
    }

    public static byte[] bytes(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    /** Reads everything as a restore does: index, manifest, every pack to its end, every member compared with its entry. */
    public static List<Content> read(Map<String, byte[]> objects, Manifest manifest, ArchiveCipher cipher)
            throws IOException {
        Index index = open(objects.get(StoredObject.INDEX_NAME), cipher);
        index.verify(manifest);
        Map<String, byte[]> members = new LinkedHashMap<>();
        Map<String, OpenedMember> heads = new LinkedHashMap<>();
        for (StoredObject pack : index.packs()) {
            byte[] stored = objects.get(pack.name());
            if (stored == null) {
                throw ArchiveMessage.PACK_UNREADABLE.exception(pack.name());
            }
            try (PackReader reader = new PackReader(new ByteArrayInputStream(stored), pack, cipher, CAPACITY * 64L)) {
                for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                    heads.put(member.get().name(), member.get());
                    members.put(member.get().name(), reader.content().readAllBytes());
                }
            }
        }
        List<Content> tree = new ArrayList<>();
        index.forEach(indexed -> tree.add(join(indexed, members, heads)));
        return tree;
    }

    private static Content join(IndexedEntry indexed, Map<String, byte[]> members, Map<String, OpenedMember> heads)
            throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < indexed.parts().size(); i++) {
            String name = indexed.memberName(i);
            OpenedMember head = heads.get(name);
            byte[] bytes = members.get(name);
            if (head == null
                    || head.type() != indexed.entry().type()
                    || bytes.length != indexed.parts().get(i).length()
                    || head.size() != bytes.length) {
                throw new AssertionError("member " + name + " is " + head);
            }
            if (head.type() == Entry.Type.SYMLINK
                    && !head.linkTarget().equals(indexed.entry().linkTarget())) {
                throw new AssertionError("link " + name + " is " + head);
            }
            joined.writeBytes(bytes);
        }
        return new Content(indexed.entry(), joined.toByteArray());
    }

    public static Entry file(String path, long size) {
        return entry(path, Entry.Type.FILE, size, "");
    }

    public static Entry directory(String path) {
        return entry(path, Entry.Type.DIRECTORY, 0, "");
    }

    public static Entry entry(String path, Entry.Type type, long size, String linkTarget) {
        return new Entry(
                "config",
                path,
                type,
                0640,
                1000,
                1001,
                "mazu",
                "staff",
                size,
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                linkTarget);
    }
}
