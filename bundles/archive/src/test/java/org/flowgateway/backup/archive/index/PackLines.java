package org.flowgateway.backup.archive.index;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.IndexedEntry;

/** Index lines of a pack, read back. */
public final class PackLines {

    private PackLines() {}

    /** Reads the lines of one section. */
    public static List<IndexedEntry> entries(PackIndexLines lines, String section) throws IOException {
        List<IndexedEntry> entries = new ArrayList<>();
        IndexRun.Cursor cursor = lines.runs().get(section).open();
        while (cursor.current().isPresent()) {
            try (JsonCursor json = new JsonCursor(
                    new ByteArrayInputStream(cursor.current().get().json()), "line")) {
                json.startObject();
                FormatJson.readEntry(json, entries::add);
            }
            cursor.advance();
        }
        return entries;
    }

    /** Tells whether the first line of a section is that of a whole entry. */
    public static boolean startWithWholeEntry(PackIndexLines lines, String section) {
        IndexRunLine first = lines.runs().get(section).open().current().orElseThrow();
        return !first.isPart() && first.last();
    }
}
