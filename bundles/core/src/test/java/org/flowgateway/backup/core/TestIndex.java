package org.flowgateway.backup.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.EntryConsumer;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.index.SealedIndex;

/**
 * Index of the newest backup that a gateway has stored.
 *
 * @param entries by {@code section/path}
 * @param omissions by {@code section/path}
 * @param sections by id, as the manifest has them
 */
record TestIndex(
        SortedMap<String, Entry> entries,
        SortedMap<String, Omission.Reason> omissions,
        Map<String, SectionSummary> sections) {

    static TestIndex of(TestGateway gateway) throws IOException {
        SortedMap<String, byte[]> objects = gateway.memory.objects();
        String manifest = objects.keySet().stream()
                .filter(name -> name.endsWith("/" + Manifest.NAME))
                .reduce((one, other) -> other)
                .orElseThrow();
        TestIndex index = new TestIndex(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        Manifest.parse(objects.get(manifest)).sections().forEach(section -> index.sections.put(section.id(), section));
        byte[] sealed = objects.get(manifest.replace(Manifest.NAME, StoredObject.INDEX_NAME));
        read(sealed, new EntryConsumer() {
            @Override
            public void accept(IndexedEntry entry) {
                index.entries.put(entry.entry().memberName(), entry.entry());
            }

            @Override
            public void omitted(Omission omission) {
                String path =
                        omission.path().isEmpty() ? omission.section() : omission.section() + "/" + omission.path();
                index.omissions.put(path, omission.reason());
            }
        });
        return index;
    }

    /** Reads a sealed index in its own order. */
    static void read(byte[] sealed, EntryConsumer consumer) throws IOException {
        try (ArchiveCipher cipher = ArchiveCipher.forOpening(TestGateway.PASSWORD.toCharArray())) {
            Index.open(
                            SealedIndex.read(
                                    new ByteArrayInputStream(sealed),
                                    HostileBackup.describe(StoredObject.INDEX_NAME, sealed)),
                            cipher)
                    .forEach(consumer);
        }
    }
}
