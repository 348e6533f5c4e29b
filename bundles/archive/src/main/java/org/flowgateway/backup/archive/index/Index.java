package org.flowgateway.backup.archive.index;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.ValueChecks;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.stream.BoundedStream;
import org.flowgateway.backup.archive.stream.ZstdFrames;

/**
 * Authenticated index of a backup. It keeps the sealed bytes and the list of packs, and decrypts the entries again for each pass. An index of a
 * million entries thus fits into a small heap. Thread-safe.
 */
public final class Index {

    private static final String WHAT = "index";

    private final SealedIndex sealed;
    private final ArchiveCipher cipher;
    private final BackupIdentity identity;
    private final List<SectionSummary> sections;
    private final List<StoredObject> packs;
    private final int[] lastEntries;
    private final long entryCount;
    private final long totalBytes;
    private final IndexChecksum sum;

    private Index(SealedIndex sealed, ArchiveCipher cipher, Opening opening) {
        this.sealed = sealed;
        this.cipher = cipher;
        this.identity = opening.identity;
        this.sections = opening.sections;
        this.packs = opening.packs;
        this.lastEntries = opening.promised.lastEntries(packs.size());
        this.entryCount = opening.counted.entries();
        this.totalBytes = opening.counted.bytes();
        this.sum = opening.sum;
    }

    /**
     * Decrypts and checks a whole index.
     *
     * @param sealed the stored bytes
     * @param cipher for opening; used again by {@link #forEach}
     * @throws ArchiveException with {@code KEY_REJECTED} for a wrong password, {@code DAMAGED} for any other content, {@code UNSUPPORTED} for a
     *         newer format, {@code LIMIT_EXCEEDED} if it is too large
     * @throws IOException if decompression cannot be set up
     */
    public static Index open(SealedIndex sealed, ArchiveCipher cipher) throws IOException {
        Opening opening = new Opening();
        read(sealed, cipher, opening);
        return new Index(sealed, cipher, opening);
    }

    /** Identity of the backup. */
    public BackupIdentity identity() {
        return identity;
    }

    /** Sections of the backup, in its order. */
    public List<SectionSummary> sections() {
        return sections;
    }

    /** Packs, in order of their numbers. */
    public List<StoredObject> packs() {
        return packs;
    }

    /** Number of entries. */
    public long entryCount() {
        return entryCount;
    }

    /** Bytes of content of all files. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Passes every entry to a consumer, section by section in the order of a walk, with the omissions between them.
     *
     * @param consumer receives the entries
     * @throws IOException as thrown by the consumer
     * @throws IllegalStateException if the cipher is closed
     */
    public void forEach(EntryConsumer consumer) throws IOException {
        read(sealed, cipher, new Giving(consumer));
    }

    /**
     * Number of the last entry with content in a pack, counted from 0 in the order of {@link #forEach}.
     *
     * @param pack number of the pack
     * @return -1 if the pack is empty
     */
    public int lastEntry(int pack) {
        return lastEntries[pack];
    }

    /** Returns whether the sum over the entries of this index is the same. */
    boolean holds(IndexChecksum other) {
        return sum.isSame(other);
    }

    /**
     * Compares a manifest with this index, except the time of completion: nothing authenticates that.
     *
     * @param manifest of the same backup
     * @throws ArchiveException with {@code DAMAGED}, naming the difference
     */
    public void verify(Manifest manifest) throws ArchiveException {
        new ManifestCheck(this, sealed.object()).check(manifest);
    }

    /** One pass through the document. */
    private interface Walk extends EntryConsumer {

        void identity(BackupIdentity identity);

        void tail(List<SectionSummary> sections, List<StoredObject> packs) throws IOException;
    }

    private static void read(SealedIndex sealed, ArchiveCipher cipher, Walk walk) throws IOException {
        ConsumerFailure stopped = null;
        try (InputStream message = cipher.open(sealed.open());
                InputStream frame = ZstdFrames.open(message);
                BoundedStream plain =
                        new BoundedStream(frame, FormatLimits.INDEX_PLAIN_BYTES, WHAT, ArchiveMessage.ENTRY_TOO_LONG);
                JsonCursor json = new JsonCursor(plain, WHAT)) {
            plain.allowOnly(FormatLimits.INDEX_ENTRY_BYTES);
            walk.identity(FormatJson.readStart(json));
            json.startArray("entries");
            while (json.nextObject()) {
                FormatJson.readEntry(json, walk);
                plain.allowOnly(FormatLimits.INDEX_ENTRY_BYTES);
            }
            plain.allowOnly(FormatLimits.INDEX_TAIL_BYTES);
            List<SectionSummary> readSections = FormatJson.readSections(json);
            List<StoredObject> readPacks = FormatJson.readObjects(json, "packs");
            json.endObject();
            json.end();
            ValueChecks.that(message.read() < 0, "it goes on after its end");
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

    /** First pass: checks and counts everything. */
    private static final class Opening implements Walk {

        private final SectionTotals counted = new SectionTotals();
        private final PackTotals promised = new PackTotals();
        private final TreeCheck tree = new TreeCheck();
        private final IndexChecksum sum = new IndexChecksum();
        private BackupIdentity identity;
        private List<SectionSummary> sections;
        private List<StoredObject> packs;

        @Override
        public void identity(BackupIdentity read) {
            identity = read;
        }

        @Override
        public void accept(IndexedEntry entry) throws IOException {
            counted.add(entry.entry());
            promised.add(entry);
            tree.add(entry.entry());
            sum.add(entry);
        }

        @Override
        public void omitted(Omission omission) throws IOException {
            counted.omit(omission);
            tree.omit(omission);
            sum.add(omission);
        }

        @Override
        public void tail(List<SectionSummary> readSections, List<StoredObject> readPacks) throws IOException {
            FormatJson.checkPacks(readPacks);
            promised.check(readPacks);
            counted.check(readSections);
            sections = readSections;
            packs = readPacks;
        }
    }

    /** Later pass over the same bytes, which are checked already. */
    private record Giving(EntryConsumer consumer) implements Walk {

        @Override
        public void identity(BackupIdentity read) {
            // Known since the first pass.
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
            // Known since the first pass.
        }
    }

    /** Wrapper that carries a consumer's exception past the code that converts failures of reading. */
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
