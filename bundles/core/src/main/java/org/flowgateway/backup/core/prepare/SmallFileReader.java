package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.PackMember;
import org.flowgateway.backup.archive.PackReader;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.tree.SectionWalk;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tree.OpenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the small files of a section into memory, by their paths: a certificate is one. Larger ones, and more than some, are left out. */
public final class SmallFileReader {

    private static final Logger LOG = LoggerFactory.getLogger(SmallFileReader.class);
    private static final int LARGEST = 128 << 10;
    private static final int MOST = 200;
    /** The largest pack that a gateway makes is 64 MiB; twice that is a decompression bomb. */
    private static final long MOST_PLAIN_BYTES = 128L << 20;

    private SmallFileReader() {}

    /** Those of a directory; what cannot be read is left out. */
    public static SortedMap<String, byte[]> of(SectionTree tree) throws JobFailedException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (SectionWalk walk = new SectionWalk(
                tree,
                (section, path, error) -> LOG.info("{} is not looked at: {}", section.shown(path), error.why()))) {
            for (Optional<SectionFile> found = walk.next();
                    found.isPresent() && files.size() < MOST;
                    found = walk.next()) {
                if (found.get().state().isRegular() && found.get().state().size() <= LARGEST) {
                    read(found.get()).ifPresent(content -> files.put(content.path(), content.bytes()));
                }
            }
        }
        return files;
    }

    private static Optional<Content> read(SectionFile found) {
        try (OpenFile file = found.open()) {
            ByteBuffer buffer = ByteBuffer.allocate((int) found.state().size());
            file.fill(buffer, 0);
            return Optional.of(new Content(found.path(), buffer.array()));
        } catch (IOException e) {
            LOG.info("{} is not looked at", found.shown(), e);
            return Optional.empty();
        }
    }

    /**
     * Those that a backup would restore of a section. Only the packs that hold one are fetched, and these are verified whole.
     *
     * @param session to the target
     * @throws IOException if a pack cannot be read, or is not what the index says
     */
    public static SortedMap<String, byte[]> of(
            String section, PreparedRestore preparation, ArchiveCipher cipher, TransportSession session, JobRun run)
            throws IOException, JobCancelledException {
        SortedMap<Integer, Map<String, String>> packs = new TreeMap<>();
        int[] count = new int[1];
        preparation.index().forEach(indexed -> {
            if (isSmall(indexed, section)
                    && preparation.wanted().restores(section, indexed.entry().path())
                    && count[0]++ < MOST) {
                packs.computeIfAbsent(indexed.lastPack(), number -> new HashMap<>())
                        .put(indexed.memberName(0), indexed.entry().path());
            }
        });
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<Integer, Map<String, String>> pack : packs.entrySet()) {
            run.checkNotCancelled();
            StoredObject object = preparation.index().packs().get(pack.getKey());
            try (InputStream sealed =
                            session.read(preparation.backup().location().object(object.name()));
                    PackReader reader = new PackReader(sealed, object, cipher, MOST_PLAIN_BYTES)) {
                for (Optional<PackMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                    String path = pack.getValue().get(member.get().name());
                    if (path != null) {
                        files.put(path, reader.content().readNBytes(LARGEST));
                    }
                }
                run.addProgress(0, 0, object.length());
            }
        }
        return files;
    }

    private static boolean isSmall(IndexedEntry indexed, String section) {
        return indexed.entry().section().equals(section)
                && indexed.entry().type() == Entry.Type.FILE
                && indexed.parts().size() == 1
                && indexed.entry().size() <= LARGEST;
    }

    private record Content(String path, byte[] bytes) {}
}
