package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.core.catalogue.ArchiveObjectSource;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.spi.transport.TransportSession;

/**
 * Seals and stores packs, with several workers. The first pack is stored alone and claims the directory. There are fewer builders than
 * workers: while some workers make packs, one per core, others wait for the target. Thread-safe.
 */
final class PackStore {

    private final JobRun run;
    private final TransportLease lease;
    private final ArchiveCipher cipher;
    private final int zstdLevel;
    private final BackupDirectory directory;
    private final IndexWriter index;
    private final PackBufferPool.Lease buffers;
    private final CountDownLatch claimed = new CountDownLatch(1);

    private volatile BackupLocation location;

    /**
     * @param index receives every stored pack
     * @param buffers memory for packs
     */
    PackStore(
            JobRun run,
            TransportLease lease,
            ArchiveCipher cipher,
            int zstdLevel,
            BackupDirectory directory,
            IndexWriter index,
            PackBufferPool.Lease buffers) {
        this.run = run;
        this.lease = lease;
        this.cipher = cipher;
        this.zstdLevel = zstdLevel;
        this.directory = directory;
        this.index = index;
        this.buffers = buffers;
    }

    /** Stores packs from the filler until there are no more. Run by each worker. */
    void storePacks(PackFiller filler)
            throws IOException, JobFailedException, JobCancelledException, InterruptedException {
        PackBuffer sealed = buffers.sealed().take();
        try (TransportSession session = lease.open()) {
            for (Optional<SealedPack> pack = sealNext(filler, sealed);
                    pack.isPresent();
                    pack = sealNext(filler, sealed)) {
                run.checkNotCancelled();
                store(pack.get(), session);
                run.addProgress(0, 0, pack.get().object().length());
                index.add(pack.get().object(), pack.get().lines());
            }
        } finally {
            buffers.sealed().add(sealed);
        }
    }

    private Optional<SealedPack> sealNext(PackFiller filler, PackBuffer target)
            throws IOException, JobFailedException, JobCancelledException, InterruptedException {
        PackBuilder builder = buffers.builders().take();
        try {
            return filler.fill(builder) ? Optional.of(builder.seal(cipher, zstdLevel, target)) : Optional.empty();
        } finally {
            buffers.builders().add(builder);
        }
    }

    private void store(SealedPack sealed, TransportSession session) throws IOException, InterruptedException {
        if (sealed.number() == 0) {
            location = directory.claim(sealed, session);
            claimed.countDown();
        } else {
            claimed.await(); // Interrupted if the first pack fails: then all workers are stopped.
            session.put(
                    location.object(sealed.object().name()), new ArchiveObjectSource(sealed.object(), sealed::open));
        }
    }

    /** The backup's location; empty if there was nothing to store. Known once all packs are stored. */
    Optional<BackupLocation> location() {
        return Optional.ofNullable(location);
    }
}
