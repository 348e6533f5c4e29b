package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.flowgateway.backup.core.UncalledSection;

/** Index of a small backup of the section {@code config}. */
public final class IndexFixture {

    /** Open as long as any index of the tests is read. */
    private static final ArchiveCipher CIPHER = LowCostCipher.forSealing("password".toCharArray());

    private IndexFixture() {}

    /** Makes an index of entries, in the order of a walk. Content is zeros. */
    public static Index of(List<Omission> omissions, Entry... entries) throws IOException {
        return of(TestBackup.CAPACITY, omissions, entries);
    }

    /** @param capacity bytes of a pack */
    public static Index of(int capacity, List<Omission> omissions, Entry... entries) throws IOException {
        List<Content> tree = new ArrayList<>();
        for (Entry entry : entries) {
            tree.add(new Content(entry, new byte[(int) entry.size()]));
        }
        TestBackup backup = TestBackup.write(
                CIPHER, tree, omissions, capacity, TestBackup.identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"));
        return TestBackup.open(backup.objects.get(StoredObject.INDEX_NAME), CIPHER);
    }

    static SelectedSection config(Index index, Path root) {
        SectionSummary summary = index.sections().get(0);
        return new SelectedSection(UncalledSection.config(root), summary, root);
    }
}
