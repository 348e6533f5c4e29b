package org.flowgateway.backup.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the index while packs are sealed. It keeps what it wrote compressed and encrypted, and of the entries nothing
 * but the parts of the one file that is being cut. Not thread-safe.
 */
public final class IndexWriter implements Closeable {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final SealedBytes sealed = new SealedBytes(Limits.INDEX_BYTES);
    private final OutputStream message;
    private final OutputStream frame;
    private final JsonGenerator json;
    private final SectionTotals totals = new SectionTotals();
    private final PackTotals promised = new PackTotals();
    private final TreeCheck tree = new TreeCheck();
    private final List<StoredObject> packs = new ArrayList<>();
    private final List<Part> cut = new ArrayList<>();
    private Entry cutEntry;
    private boolean closed;

    /**
     * Begins an index.
     *
     * @param identity which backup it is of
     * @param cipher made to seal; used until {@link #finish}
     * @param zstdLevel 1 to 19
     * @throws IOException if compression cannot be set up
     */
    public IndexWriter(BackupIdentity identity, ArchiveCipher cipher, int zstdLevel) throws IOException {
        message = cipher.seal(sealed.output());
        frame = new ZstdOutputStreamNoFinalizer(message, zstdLevel);
        json = FACTORY.createGenerator(frame);
        JsonShapes.writeStart(json, Limits.FORMAT_VERSION, identity);
        json.writeArrayFieldStart("entries");
    }

    /**
     * Takes what the index says of a pack; of its bytes it needs nothing. Parts of a cut file become one
     * entry, with the metadata given with its last part and the sum of the parts as its size.
     *
     * @param pack the next pack by number, from 0
     * @throws IllegalStateException if it is not the next one, or a part is not the next one of the file that is being cut
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if there are more entries than an index or a pack may have
     * @throws IllegalArgumentException if an entry does not fit those before it: its path is there already, its directory is not, or it is
     *         a hard link to what is no file
     * @throws IOException if compression fails
     */
    public void add(SealedPack pack) throws IOException {
        require(!closed, "the index is finished");
        require(pack.number() == packs.size(), "pack [" + pack.number() + "] where [" + packs.size() + "] is the next");
        packs.add(pack.object());
        for (PackedMember member : pack.members()) {
            if (member.part() == 0) {
                write(member.entry(), List.of(member.place()));
            } else {
                addPart(member);
            }
        }
    }

    private void addPart(PackedMember member) throws IOException {
        require(member.part() == cut.size() + 1, "part [" + member.part() + "] where [" + (cut.size() + 1) + "] is the next");
        require(cutEntry == null || cutEntry.memberName().equals(member.entry().memberName()), "a part of another file than the one being cut");
        cutEntry = member.entry();
        cut.add(member.place());
        if (member.last()) {
            write(cutEntry, cut);
            cut.clear();
            cutEntry = null;
        }
    }

    private void write(Entry entry, List<Part> parts) throws IOException {
        long size = parts.stream().mapToLong(Part::length).sum();
        IndexedEntry indexed = new IndexedEntry(entry.withSize(size), parts);
        totals.add(indexed.entry());
        promised.add(indexed);
        tree.add(indexed.entry());
        JsonShapes.writeEntry(json, indexed);
    }

    /**
     * Notes that something is not in the backup.
     *
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if there are more entries and notes than an index may have
     * @throws IllegalArgumentException if it does not fit the entries before it: its path is there, or its directory is not
     */
    public void omit(Omission omission) throws IOException {
        require(!closed, "the index is finished");
        totals.omit(omission);
        tree.omit(omission);
        OmissionShapes.write(json, omission);
    }

    /** What was omitted so far of one section, counted by reason. */
    public Map<Omission.Reason, Long> omitted(String section) {
        return totals.omitted(section);
    }

    /** Entries so far of one section. */
    public long entries(String section) {
        return totals.entries(section);
    }

    /** Bytes of content so far of one section. */
    public long bytes(String section) {
        return totals.bytes(section);
    }

    /**
     * Ends the index.
     *
     * @param sections every section that has entries, and those that turned out to have none
     * @throws IllegalArgumentException if a summary's counts are not {@link #entries} and {@link #bytes}
     * @throws IllegalStateException if a file that is being cut has not had its last part
     * @throws IOException if compression fails
     */
    public SealedIndex finish(List<SectionSummary> sections) throws IOException {
        require(!closed, "the index is finished");
        require(cut.isEmpty(), "a cut file lacks its last part");
        totals.check(sections);
        promised.check(packs);
        json.writeEndArray();
        JsonShapes.writeSections(json, sections);
        JsonShapes.writeObjects(json, "packs", packs);
        json.writeEndObject();
        closed = true;
        json.close();
        return new SealedIndex(sealed.describe(StoredObject.INDEX_NAME), sealed, List.copyOf(packs));
    }

    /**
     * Gives up native memory of an index that will not be finished; without effect after {@link #finish}.
     *
     * @throws IOException if compression fails
     */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (message; frame) {
                cut.clear();
            }
        }
    }

    private static void require(boolean state, String problem) {
        if (!state) {
            throw new IllegalStateException(problem);
        }
    }
}
