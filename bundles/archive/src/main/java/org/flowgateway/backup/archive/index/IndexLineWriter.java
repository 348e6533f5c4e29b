package org.flowgateway.backup.archive.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;

/** Writer of the sorted lines of an index, which joins the parts of split files. Not thread-safe. */
final class IndexLineWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final OutputStream out;
    private final List<Part> parts = new ArrayList<>();
    private byte[] split;
    private boolean any;

    IndexLineWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a section. */
    void write(IndexMerge lines) throws IOException {
        for (Optional<IndexRunLine> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (line.get().isPart()) {
                addPart(line.get());
            } else {
                write(line.get().json());
            }
        }
        require(split == null, "a split file lacks its last part");
    }

    private void addPart(IndexRunLine line) throws IOException {
        require(split == null || Arrays.equals(split, line.key().path()), "a split file lacks its last part");
        require(
                line.key().part() == parts.size() + 1,
                "part [" + line.key().part() + "] where [" + (parts.size() + 1) + "] is the next");
        IndexedEntry indexed = parse(line.json());
        split = line.key().path();
        parts.addAll(indexed.parts());
        if (line.last()) {
            long size = parts.stream().mapToLong(Part::length).sum();
            write(new IndexedEntry(indexed.entry().withSize(size), parts));
            parts.clear();
            split = null;
        }
    }

    private void write(IndexedEntry joined) throws IOException {
        separate();
        try (JsonGenerator json = FACTORY.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)) {
            FormatJson.writeEntry(json, joined);
        }
    }

    private void write(byte[] json) throws IOException {
        separate();
        out.write(json);
    }

    private void separate() throws IOException {
        if (any) {
            out.write(',');
        }
        any = true;
    }

    private static IndexedEntry parse(byte[] line) throws IOException {
        IndexedEntry[] read = new IndexedEntry[1];
        try (JsonCursor json = new JsonCursor(new ByteArrayInputStream(line), "index")) {
            json.startObject();
            FormatJson.readEntry(json, entry -> read[0] = entry);
        }
        return read[0];
    }

    private static void require(boolean state, String problem) {
        if (!state) {
            throw new IllegalStateException(problem);
        }
    }
}
