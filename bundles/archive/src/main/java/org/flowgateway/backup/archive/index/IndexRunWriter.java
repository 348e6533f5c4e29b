package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.Omission;

/** Writer of runs of the index. Not thread-safe. */
final class IndexRunWriter {

    /** Plain bytes that are compressed together: more would gain little. */
    private static final int BLOCK_BYTES = 1 << 18;
    /** Fastest level: a run is compressed again when it goes into the index. */
    private static final int ZSTD_LEVEL = 1;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator("").build();

    private final ByteArrayOutputStream plain = new ByteArrayOutputStream(BLOCK_BYTES + (1 << 12));
    private final DataOutputStream block = new DataOutputStream(plain);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
    private final JsonGenerator json;
    private final List<IndexRun.Block> blocks = new ArrayList<>();
    private IndexSortKey first;

    private IndexRunWriter() throws IOException {
        json = FACTORY.createGenerator(line);
    }

    /** Creates the runs of a pack, one for each section with content in it. */
    static Map<String, IndexRun> ofMembers(List<SealedMember> members) throws IOException {
        Map<String, List<Keyed<SealedMember>>> sections = new LinkedHashMap<>();
        for (SealedMember member : members) {
            sections.computeIfAbsent(member.entry().section(), id -> new ArrayList<>())
                    .add(new Keyed<>(IndexSortKey.of(member), member));
        }
        Map<String, IndexRun> runs = new LinkedHashMap<>();
        for (Map.Entry<String, List<Keyed<SealedMember>>> section : sections.entrySet()) {
            runs.put(section.getKey(), new IndexRunWriter().members(section.getValue()));
        }
        return runs;
    }

    /** Creates a run of the omissions of one section. */
    static IndexRun ofOmissions(List<Omission> omissions) throws IOException {
        IndexRunWriter run = new IndexRunWriter();
        List<Keyed<Omission>> sorted = new ArrayList<>(omissions.stream()
                .map(omission -> new Keyed<>(IndexSortKey.of(omission), omission))
                .toList());
        sorted.sort(Comparator.comparing(Keyed::key));
        for (Keyed<Omission> omission : sorted) {
            OmissionJson.write(run.json, omission.value());
            run.add(omission.key(), true);
        }
        return run.finish();
    }

    private IndexRun members(List<Keyed<SealedMember>> members) throws IOException {
        members.sort(Comparator.comparing(Keyed::key)); // Nearly sorted already.
        for (Keyed<SealedMember> member : members) {
            FormatJson.writeEntry(json, member.value().indexed());
            add(member.key(), member.value().last());
        }
        return finish();
    }

    /** Adds the line that was written. */
    private void add(IndexSortKey key, boolean last) throws IOException {
        json.flush();
        first = first == null ? key : first;
        block.writeInt(key.path().length);
        block.writeInt(key.part());
        block.write(key.path());
        block.writeBoolean(last);
        block.writeInt(line.size());
        line.writeTo(block);
        line.reset();
        if (plain.size() >= BLOCK_BYTES) {
            endBlock();
        }
    }

    private void endBlock() {
        byte[] bytes = plain.toByteArray();
        plain.reset();
        blocks.add(new IndexRun.Block(Zstd.compress(bytes, ZSTD_LEVEL), bytes.length));
    }

    private IndexRun finish() {
        if (plain.size() > 0) {
            endBlock();
        }
        return new IndexRun(first, blocks);
    }

    /** Value with its key, which is costly to compute. */
    private record Keyed<T>(IndexSortKey key, T value) {}
}
