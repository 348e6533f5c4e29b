package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.pack.OpenedMember;
import org.flowgateway.backup.archive.pack.PackReader;
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

/**
 * Reads the small files of a section, such as certificates, into memory by their paths. Larger files, and files beyond a maximum number,
 * are skipped.
 */
public final class SmallFileReader {

    private static final Logger LOG = LoggerFactory.getLogger(SmallFileReader.class);
    private static final int MAX_FILE_BYTES = 128 << 10;
    private static final int MAX_FILES = 200;
    /** The largest pack of a gateway is 64 MiB; twice that is a decompression bomb. */
    private static final long MAX_PLAIN_BYTES = 128L << 20;

    private SmallFileReader() {}

    /** Reads the small files of a directory. A file that cannot be read is skipped. */
    public static SortedMap<String, byte[]> readTree(SectionTree tree) throws JobFailedException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (SectionWalk walk = new SectionWalk(
                tree,
                (section, path, error) ->
                        LOG.info("{} is not looked at: {}", section.displayName(path), error.why()))) {
            for (Optional<SectionFile> found = walk.next();
                    found.isPresent() && files.size() < MAX_FILES;
                    found = walk.next()) {
                if (found.get().state().isRegular() && found.get().state().size() <= MAX_FILE_BYTES) {
                    readFile(found.get()).ifPresent(content -> files.put(content.path(), content.bytes()));
                }
            }
        }
        return files;
    }

    private static Optional<Content> readFile(SectionFile found) {
        try (OpenFile file = found.open()) {
            ByteBuffer buffer = ByteBuffer.allocate((int) found.state().size());
            file.fill(buffer, 0);
            return Optional.of(new Content(found.path(), buffer.array()));
        } catch (IOException e) {
            LOG.info("{} is not looked at", found.displayName(), e);
            return Optional.empty();
        }
    }

    /**
     * Reads the small files that a backup would restore to a section. Only the packs that hold one are fetched, and these are verified as a
     * whole.
     *
     * @param session to the target
     * @throws IOException if a pack cannot be read, or does not match the index
     */
    public static SortedMap<String, byte[]> readBackup(
            String section, PreparedRestore preparation, ArchiveCipher cipher, TransportSession session, JobRun run)
            throws IOException, JobCancelledException {
        SortedMap<Integer, Map<String, String>> packs = new TreeMap<>();
        int[] count = new int[1];
        preparation.index().forEach(indexed -> {
            if (isSmall(indexed, section)
                    && preparation.filter().restores(section, indexed.entry().path())
                    && count[0]++ < MAX_FILES) {
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
                    PackReader reader = new PackReader(sealed, object, cipher, MAX_PLAIN_BYTES)) {
                for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                    String path = pack.getValue().get(member.get().name());
                    if (path != null) {
                        files.put(path, reader.content().readNBytes(MAX_FILE_BYTES));
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
                && indexed.entry().size() <= MAX_FILE_BYTES;
    }

    private record Content(String path, byte[] bytes) {}
}
