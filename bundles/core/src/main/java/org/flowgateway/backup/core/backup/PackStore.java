package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.IndexWriter;
import org.flowgateway.backup.archive.PackBuilder;
import org.flowgateway.backup.archive.SealedPack;
import org.flowgateway.backup.core.catalogue.BackupPlace;
import org.flowgateway.backup.core.catalogue.StoredSource;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Seals packs and stores them, by several workers at once; the first pack goes alone and takes the directory. Thread-safe. */
final class PackStore implements AutoCloseable {

    private final JobRun run;
    private final TransportLease lease;
    private final ArchiveCipher cipher;
    private final int zstdLevel;
    private final BackupDirectory directory;
    private final IndexFactory indexes;
    private final CountDownLatch claimed = new CountDownLatch(1);

    private volatile BackupPlace place;
    private volatile IndexWriter index;
    private volatile PackSequence sequence;

    PackStore(JobRun run, TransportLease lease, ArchiveCipher cipher, int zstdLevel, BackupDirectory directory, IndexFactory indexes) {
        this.run = run;
        this.lease = lease;
        this.cipher = cipher;
        this.zstdLevel = zstdLevel;
        this.directory = directory;
        this.indexes = indexes;
    }

    /** One worker's share: takes packs from the assembler until there are no more. */
    void storeAll(PackAssembler assembler, int packBytes)
            throws IOException, JobFailedException, JobCancelledException, InterruptedException {
        PackBuilder pack = new PackBuilder(packBytes);
        try (TransportSession session = lease.open()) {
            while (assembler.fill(pack)) {
                SealedPack sealed = pack.seal(cipher, zstdLevel);
                run.checkNotCancelled();
                store(pack.number(), sealed, session);
                run.done(0, 0, sealed.object().length());
                sequence.stored(pack.number(), sealed);
            }
        }
    }

    private void store(int number, SealedPack sealed, TransportSession session) throws IOException, InterruptedException {
        if (number == 0) {
            place = directory.claim(sealed, session);
            index = indexes.create(place, cipher);
            sequence = new PackSequence(index);
            claimed.countDown();
        } else {
            claimed.await(); // Interrupted if the first pack fails: then all workers are stopped.
            session.put(place.object(sealed.object().name()), new StoredSource(sealed.object(), sealed::open));
        }
    }

    /** Where the backup lies; known once all packs are stored. */
    BackupPlace place() {
        return place;
    }

    /** The index, with all packs once they are stored. */
    IndexWriter index() {
        return index;
    }

    /** Gives up what the index holds outside of the heap. */
    @Override
    public void close() throws IOException {
        if (index != null) {
            index.close();
        }
    }

    /** Begins an index for a backup whose directory is known. */
    @FunctionalInterface
    interface IndexFactory {
        /** @param cipher what seals it */
        IndexWriter create(BackupPlace place, ArchiveCipher cipher) throws IOException;
    }
}
