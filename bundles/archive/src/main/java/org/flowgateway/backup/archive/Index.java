package org.flowgateway.backup.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The authenticated index of a backup. It keeps the sealed bytes and the list of packs, and decrypts the entries anew
 * each time they are asked for, so an index of a million entries fits into a small heap. Thread-safe.
 */
public final class Index {

    /** The longest sealed index, bytes: it is held in memory. Do not read a longer one. */
    public static final int MAX_SEALED_BYTES = Limits.INDEX_BYTES;

    private static final String WHAT = "index";

    private final byte[] sealed;
    private final ArchiveCipher cipher;
    private final BackupIdentity identity;
    private final List<SectionSummary> sections;
    private final List<StoredObject> packs;
    private final long entryCount;
    private final long totalBytes;

    private Index(byte[] sealed, ArchiveCipher cipher, Opening opening) {
        this.sealed = sealed;
        this.cipher = cipher;
        this.identity = opening.identity;
        this.sections = opening.sections;
        this.packs = opening.packs;
        this.entryCount = opening.counted.entries();
        this.totalBytes = opening.counted.bytes();
    }

    /**
     * Decrypts and checks the whole of an index.
     *
     * @param sealed the stored bytes; not copied, and not to be changed afterwards
     * @param cipher made to open; used again by {@link #forEach}
     * @throws ArchiveException with {@code KEY_REJECTED} for a wrong password, {@code DAMAGED} for anything that was not
     *         written so, {@code UNSUPPORTED} for a newer format, {@code LIMIT_EXCEEDED} if it is too large
     * @throws IOException if decompression cannot be set up
     */
    public static Index open(byte[] sealed, ArchiveCipher cipher) throws IOException {
        if (sealed.length > MAX_SEALED_BYTES) {
            throw ArchiveException.limit("the index of [" + sealed.length + "] bytes is longer than the [" + MAX_SEALED_BYTES + "] allowed");
        }
        Opening opening = new Opening();
        read(sealed, cipher, opening);
        return new Index(sealed, cipher, opening);
    }

    /** Which backup it is of. */
    public BackupIdentity identity() {
        return identity;
    }

    /** The sections, as the backup had them. */
    public List<SectionSummary> sections() {
        return sections;
    }

    /** The packs, in order of their numbers. */
    public List<StoredObject> packs() {
        return packs;
    }

    /** How many entries there are. */
    public long entryCount() {
        return entryCount;
    }

    /** Bytes of content of all files. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Gives every entry, in order of the pack that holds the last of it, and between them what was omitted.
     *
     * @param consumer takes them
     * @throws IOException what the consumer threw
     * @throws IllegalStateException if the cipher is closed
     */
    public void forEach(EntryConsumer consumer) throws IOException {
        read(sealed, cipher, new Giving(consumer));
    }

    /**
     * Compares a manifest with this index. Only its time of completion is not compared: nothing authenticates that.
     *
     * @param manifest of the same backup
     * @throws ArchiveException with {@code DAMAGED} and what differs
     */
    public void verify(Manifest manifest) throws ArchiveException {
        new ManifestCheck(this, sealed).check(manifest);
    }

    /** One walk through the document. */
    private interface Walk extends EntryConsumer {

        void identity(BackupIdentity identity);

        void tail(List<SectionSummary> sections, List<StoredObject> packs) throws IOException;
    }

    private static void read(byte[] sealed, ArchiveCipher cipher, Walk walk) throws IOException {
        ConsumerFailure stopped = null;
        long most = Math.min(Limits.INDEX_PLAIN_BYTES, Limits.INDEX_FREE_BYTES + sealed.length * Limits.INDEX_RATIO);
        try (InputStream message = cipher.open(new ByteArrayInputStream(sealed)); InputStream frame = Frames.open(message);
                InputStream plain = new BoundedStream(frame, most, WHAT); JsonCursor json = new JsonCursor(plain, WHAT)) {
            walk.identity(JsonShapes.readStart(json));
            json.startArray("entries");
            while (json.nextObject()) {
                JsonShapes.readEntry(json, walk);
            }
            List<SectionSummary> readSections = JsonShapes.readSections(json);
            List<StoredObject> readPacks = JsonShapes.readObjects(json, "packs");
            json.endObject();
            json.end();
            Checks.that(message.read() < 0, "it goes on after its end");
            walk.tail(readSections, readPacks);
        } catch (ConsumerFailure e) {
            stopped = e;
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw JsonCursor.explain(e, WHAT);
        }
        if (stopped != null) {
            throw stopped.thrown();
        }
    }

    /** The first walk: everything is checked and counted. */
    private static final class Opening implements Walk {

        private final SectionTotals counted = new SectionTotals();
        private final PackTotals promised = new PackTotals();
        private final TreeCheck tree = new TreeCheck();
        private int pack;
        private BackupIdentity identity;
        private List<SectionSummary> sections;
        private List<StoredObject> packs;

        @Override
        public void identity(BackupIdentity read) {
            identity = read;
        }

        @Override
        public void accept(IndexedEntry entry) throws IOException {
            Checks.that(entry.lastPack() >= pack, "an entry of pack [" + entry.lastPack() + "] after one of pack [" + pack + "]");
            pack = entry.lastPack();
            counted.add(entry.entry());
            promised.add(entry);
            tree.add(entry.entry());
        }

        @Override
        public void omitted(Omission omission) throws IOException {
            counted.omit(omission);
            tree.omit(omission);
        }

        @Override
        public void tail(List<SectionSummary> readSections, List<StoredObject> readPacks) throws IOException {
            JsonShapes.checkPacks(readPacks);
            promised.check(readPacks);
            counted.check(readSections);
            sections = readSections;
            packs = readPacks;
        }
    }

    /** A later walk over the same bytes: they were checked. */
    private record Giving(EntryConsumer consumer) implements Walk {

        @Override
        public void identity(BackupIdentity read) {
            // Known since the first walk.
        }

        @Override
        public void accept(IndexedEntry entry) throws IOException {
            try {
                consumer.accept(entry);
            } catch (IOException | RuntimeException e) {
                throw new ConsumerFailure(e);
            }
        }

        @Override
        public void omitted(Omission omission) throws IOException {
            try {
                consumer.omitted(omission);
            } catch (IOException | RuntimeException e) {
                throw new ConsumerFailure(e);
            }
        }

        @Override
        public void tail(List<SectionSummary> sections, List<StoredObject> packs) {
            // Known since the first walk.
        }
    }

    /** Carries what a consumer threw past the code that explains failures of reading. */
    private static final class ConsumerFailure extends IOException {

        ConsumerFailure(Exception thrown) {
            super(thrown);
        }

        IOException thrown() {
            if (getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            return (IOException) getCause();
        }
    }
}
