package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.flowgateway.backup.archive.ArchiveCipher;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Index;
import org.flowgateway.backup.archive.PackMember;
import org.flowgateway.backup.archive.PackReader;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.catalogue.InMemoryObject;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.prepare.EntryFilter;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.work.WorkerGroup;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Fetches the packs that hold something of the wanted sections, verifies them whole, and unpacks them, several at once. */
final class PackUnpacker {

    /** What is known of packs that wait or are being unpacked takes about so many bytes at most: of such with small files that are four packs. */
    private static final int MOST_WEIGHT = 32 << 20;

    private static final PackContents END = new PackContents(-1, List.of());

    private final JobRun run;
    private final TransportLease lease;
    private final BackupLocation place;
    private final Index index;
    private final boolean planned;
    private final ArchiveCipher cipher;
    private final Map<String, StagedSection> staged;
    private final EntryFilter wanted;
    private final int workers;
    private final FileSystemSync disk;
    private final BlockingQueue<PackContents> queue;
    private final Semaphore room = new Semaphore(MOST_WEIGHT);

    /**
     * @param preparation what is unpacked of which backup
     * @param staged the sections to unpack, by id
     * @param disk is told what was written
     */
    PackUnpacker(
            JobRun run,
            TransportLease lease,
            PreparedRestore preparation,
            ArchiveCipher cipher,
            Map<String, StagedSection> staged,
            int workers,
            FileSystemSync disk) {
        this.run = run;
        this.lease = lease;
        this.place = preparation.backup().location();
        this.index = preparation.index();
        this.planned = preparation.planned();
        this.cipher = cipher;
        this.staged = staged;
        this.wanted = preparation.wanted();
        this.workers = workers;
        this.disk = disk;
        this.queue = new ArrayBlockingQueue<>(workers);
    }

    /** Unpacks everything that is wanted. When this returns, every byte of it was verified. */
    void unpackAll() throws IOException, JobFailedException, JobCancelledException {
        List<Callable<Void>> pieces = new ArrayList<>();
        pieces.add(() -> {
            PackFeed.run(index, this::offer);
            for (int i = 0; i < workers; i++) {
                put(END);
            }
            return null;
        });
        for (int i = 0; i < workers; i++) {
            pieces.add(() -> {
                unpackQueued();
                return null;
            });
        }
        new WorkerGroup(lease::close).run(pieces);
        complete();
    }

    private void offer(PackContents pack) throws IOException {
        if (pack.members().stream()
                .anyMatch(member -> wanted.place(member.entry()).isPresent())) {
            put(pack);
        }
    }

    private void put(PackContents pack) throws IOException {
        try {
            room.acquire(weight(pack));
            queue.put(pack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while waiting for a pack to be unpacked");
        }
    }

    private static int weight(PackContents pack) {
        return Math.min(MOST_WEIGHT, pack.weight());
    }

    private void unpackQueued() throws IOException, JobCancelledException, InterruptedException {
        try (TransportSession session = lease.open()) {
            for (PackContents pack = queue.take(); pack != END; pack = queue.take()) {
                run.checkNotCancelled();
                unpack(pack, session);
                room.release(weight(pack));
            }
        }
    }

    private void unpack(PackContents pack, TransportSession session) throws IOException {
        StoredObject object = index.packs().get(pack.number());
        try (InputStream sealed = session.read(place.object(object.name()));
                PackReader reader = new PackReader(sealed, object, cipher, PackReader.MAX_PLAIN_BYTES)) {
            MemberMatch match = new MemberMatch(pack);
            for (Optional<PackMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                unpack(match.take(member.get()).orElseThrow(() -> otherwise(object)), reader.content(), object);
            }
            if (!match.isComplete()) {
                throw otherwise(object);
            }
            run.addProgress(0, 0, object.length());
        }
    }

    private static ArchiveException otherwise(StoredObject object) {
        return new ArchiveException(
                ArchiveException.Reason.DAMAGED, object.name() + " does not hold what the index says");
    }

    private void unpack(ExpectedMember expected, InputStream content, StoredObject object) throws IOException {
        Optional<Entry> placed = wanted.place(expected.entry());
        if (placed.isPresent()) {
            verified(expected.as(placed.get()), content, object);
            run.addProgress(expected.part() > 1 ? 0 : 1, expected.length(), 0);
            disk.written(expected.length());
        }
    }

    /**
     * The pack is what its writer made of it. Whether that is what the index says, and what a plan showed to a person, tells the content's own
     * hash; a restore that nobody planned has nothing to be compared with.
     */
    private void verified(ExpectedMember member, InputStream content, StoredObject object) throws IOException {
        StagedSection section = staged.get(member.entry().section());
        if (!planned || member.sha256().isEmpty()) {
            section.unpack(member, content);
            return;
        }
        MessageDigest digest = InMemoryObject.digest();
        section.unpack(member, new DigestInputStream(content, digest));
        if (!HexFormat.of().formatHex(digest.digest()).equals(member.sha256())) {
            throw new ArchiveException(
                    ArchiveException.Reason.DAMAGED, object.name() + " holds other content than the index says");
        }
    }

    private void complete() throws IOException {
        index.forEach(indexed -> {
            Optional<Entry> placed = wanted.place(indexed.entry());
            if (placed.isPresent()) {
                staged.get(indexed.entry().section())
                        .complete(placed.get(), indexed.parts().size() > 1);
            }
        });
        for (StagedSection section : staged.values()) {
            section.finish();
        }
    }
}
