package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.FileNames;

/** Omissions of a backup, collected for its index. Thread-safe. */
final class OmissionNotes {

    /** Limit of omissions, which are in memory until the last pack is stored, some 300 bytes each. */
    private static final int MAX_NOTES = 100_000;

    private static final int MAX_DETAIL = 1_000;

    private final List<Omission> notes = new ArrayList<>();

    /**
     * Adds an omission: a file that is not in the backup, or not with all its metadata.
     *
     * @param path below the section's root, with {@code /}; "" for the whole section
     * @param detail why, for people
     * @throws JobFailedException if more is left out than can be noted
     */
    void add(SectionTree tree, String path, Omission.Reason reason, String detail) throws JobFailedException {
        boolean section = path.isEmpty() && reason != Omission.Reason.ATTRIBUTES;
        add(new Omission(
                tree.section().id(),
                Omission.escape(FileNames.encode(path)),
                section ? Omission.Reason.SECTION_UNREADABLE : reason,
                label(detail)));
    }

    /** Adds an omission of a whole section whose root is missing or could not be opened. */
    void addSection(String section, Omission.Reason reason, String detail) throws JobFailedException {
        add(new Omission(section, "", reason, label(detail)));
    }

    private synchronized void add(Omission omission) throws JobFailedException {
        if (notes.size() == MAX_NOTES) {
            throw new JobFailedException(
                    BackupMessage.TOO_MANY_OMISSIONS.with(MAX_NOTES, omission.section() + "/" + omission.path()));
        }
        notes.add(omission);
    }

    /** Shortens and escapes a detail for the format. */
    private static String label(String detail) {
        String text = FileNames.display(detail).replace('\0', '?');
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL - 1) + "…";
    }

    /** Writes all omissions to an index that has all entries. */
    synchronized void writeTo(IndexWriter index) throws IOException {
        for (Omission omission : notes) {
            index.omit(omission);
        }
        notes.clear();
    }
}
