package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;

/**
 * Writer of an index. It collects lines while packs are sealed, in any order, and writes them in the order of a walk at the end. Until then they
 * are compressed, some 80 bytes per entry. Thread-safe.
 */
public final class IndexWriter {

    private static final JsonFactory FACTORY = new JsonFactory();
    /** Omissions that are held singly; then they become a run. */
    private static final int NOTES = 1000;

    private static final int BUFFER = 1 << 16;

    private final Map<String, List<IndexRun>> runs = new HashMap<>();
    private final Map<String, List<Omission>> notes = new HashMap<>();
    private final NavigableMap<Integer, StoredObject> packs = new TreeMap<>();
    private final SectionTotals totals = new SectionTotals();
    private final IndexChecksum sum = new IndexChecksum();
    private boolean finished;

    /**
     * Adds the index lines of a pack; its bytes are not needed. Parts of a split file become one entry, with the metadata of its last part and
     * the sum of the parts as its size.
     *
     * @param object the pack as stored
     * @param lines its index lines; those of each pack once, in any order
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if there are more entries than an index may have
     */
    public synchronized void add(StoredObject object, PackIndexLines lines) throws IOException {
        require(!finished, "the index is finished");
        require(packs.putIfAbsent(lines.pack(), object) == null, "pack [" + lines.pack() + "] for the second time");
        totals.add(lines.totals());
        sum.add(lines.sum());
        lines.runs()
                .forEach((section, run) ->
                        runs.computeIfAbsent(section, id -> new ArrayList<>()).add(run));
    }

    /**
     * Adds an omission.
     *
     * @param omission the omission, at any time and in any order
     * @throws ArchiveException with {@code LIMIT_EXCEEDED} if there are more entries and omissions than an index may have
     */
    public synchronized void omit(Omission omission) throws IOException {
        require(!finished, "the index is finished");
        totals.omit(omission);
        sum.add(omission);
        List<Omission> section = notes.computeIfAbsent(omission.section(), id -> new ArrayList<>());
        section.add(omission);
        if (section.size() == NOTES) {
            endNotes(omission.section());
        }
    }

    private void endNotes(String section) throws IOException {
        List<Omission> ended = notes.remove(section);
        if (ended != null) {
            runs.computeIfAbsent(section, id -> new ArrayList<>()).add(IndexRunWriter.ofOmissions(ended));
        }
    }

    /** Omissions of one section so far, counted by reason. */
    public synchronized Map<Omission.Reason, Long> omitted(String section) {
        return totals.omitted(section);
    }

    /** Entries of one section so far. */
    public synchronized long entries(String section) {
        return totals.entries(section);
    }

    /** Bytes of content of one section so far. */
    public synchronized long bytes(String section) {
        return totals.bytes(section);
    }

    /** Packs so far, in order of their numbers. */
    public synchronized List<StoredObject> packs() {
        return List.copyOf(packs.values());
    }

    /**
     * Finishes the index, and opens it as a restore does: every reader of this version accepts the result.
     *
     * @param identity identity of the backup
     * @param cipher for sealing
     * @param zstdLevel 1 to 19
     * @param sections all sections in their final order, including those without entries and omissions
     * @throws ArchiveException if a reader would refuse it, with the same reason: a limit is exceeded, or the entries form no tree
     * @throws IllegalArgumentException if a summary's counts are not {@link #entries}, {@link #bytes} and {@link #omitted}
     * @throws IllegalStateException if a part of a split file, or a pack, is missing
     * @throws IOException if compression fails
     */
    public synchronized SealedIndex finish(
            BackupIdentity identity, ArchiveCipher cipher, int zstdLevel, List<SectionSummary> sections)
            throws IOException {
        require(!finished, "the index is finished");
        require(
                packs.isEmpty() || packs.lastKey() == packs.size() - 1,
                "there are [" + packs.size() + "] packs, and not all from the first to the last");
        totals.checkCounts(sections);
        finished = true;
        GrowableBuffer sealed = new GrowableBuffer(FormatLimits.INDEX_BYTES);
        try (OutputStream message = cipher.seal(sealed.output());
                OutputStream frame =
                        new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(message, zstdLevel), BUFFER)) {
            write(frame, identity, sections);
        }
        SealedIndex index = new SealedIndex(sealed.describe(StoredObject.INDEX_NAME), sealed);
        Index read = Index.open(index, cipher);
        // The reader has checked it in itself; here it is compared with what went in.
        boolean same = read.identity().equals(identity)
                && read.sections().equals(sections)
                && read.packs().equals(packs())
                && read.holds(sum);
        require(same, "the index does not say what was packed");
        return index;
    }

    private void write(OutputStream frame, BackupIdentity identity, List<SectionSummary> sections) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(frame).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            FormatJson.writeStart(json, FormatLimits.FORMAT_VERSION, identity);
            json.writeFieldName("entries");
            json.writeRawValue("[");
            json.flush();
            IndexLineWriter lines = new IndexLineWriter(frame);
            for (SectionSummary section : sections) {
                endNotes(section.id());
                lines.write(new IndexMerge(runs.getOrDefault(section.id(), new ArrayList<>())));
            }
            json.writeRaw("]");
            FormatJson.writeSections(json, sections);
            FormatJson.writeObjects(json, "packs", packs());
            json.writeEndObject();
        }
    }

    private static void require(boolean state, String problem) {
        if (!state) {
            throw new IllegalStateException(problem);
        }
    }
}
