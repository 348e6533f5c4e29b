package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.pack.OpenedMember;
import org.flowgateway.backup.archive.pack.PackReader;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.prepare.EntryFilter;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.work.WorkerGroup;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Fetches the packs with members of the selected entries, verifies them as a whole, and unpacks them, several at once. */
final class PackUnpacker {

    /** Maximum bytes of the descriptions of packs that wait or are being unpacked: those of four packs with small files. */
    private static final int MAX_WEIGHT = 32 << 20;

    private static final PackContents END = new PackContents(-1, List.of());

    private final JobRun run;
    private final TransportLease lease;
    private final BackupLocation location;
    private final Index index;
    private final boolean planned;
    private final ArchiveCipher cipher;
    private final Map<String, StagedSection> staged;
    private final EntryFilter filter;
    private final int workers;
    private final FileSystemSync disk;
    private final BlockingQueue<PackContents> queue;
    private final Semaphore weightPermits = new Semaphore(MAX_WEIGHT);

    /**
     * @param preparation selects the backup and its entries
     * @param staged the sections to unpack, by id
     * @param disk is notified of written bytes
     */
    PackUnpacker(
            JobContext context,
            PreparedRestore preparation,
            ArchiveCipher cipher,
            Map<String, StagedSection> staged,
            FileSystemSync disk) {
        this.run = context.run();
        this.lease = context.lease();
        this.location = preparation.backup().location();
        this.index = preparation.index();
        this.planned = preparation.planned();
        this.cipher = cipher;
        this.staged = staged;
        this.filter = preparation.filter();
        this.workers = context.settings().capacity().transfers();
        this.disk = disk;
        this.queue = new ArrayBlockingQueue<>(workers);
    }

    /** Unpacks all selected entries. When this returns, every byte of them was verified. */
    void unpackAll() throws IOException, JobFailedException, JobCancelledException {
        List<Callable<Void>> tasks = new ArrayList<>();
        tasks.add(() -> {
            PackFeed.run(index, this::offer);
            for (int i = 0; i < workers; i++) {
                put(END);
            }
            return null;
        });
        for (int i = 0; i < workers; i++) {
            tasks.add(() -> {
                unpackQueued();
                return null;
            });
        }
        new WorkerGroup(lease::close).run(tasks);
        complete();
    }

    private void offer(PackContents pack) throws IOException {
        if (pack.members().stream()
                .anyMatch(member -> filter.restoredAs(member.entry()).isPresent())) {
            put(pack);
        }
    }

    private void put(PackContents pack) throws IOException {
        try {
            weightPermits.acquire(weight(pack));
            queue.put(pack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while waiting for a pack to be unpacked");
        }
    }

    private static int weight(PackContents pack) {
        return Math.min(MAX_WEIGHT, pack.weight());
    }

    @SuppressWarnings("ReferenceEquality") // END marks the end of the queue by its identity.
    private void unpackQueued() throws IOException, JobCancelledException, InterruptedException {
        try (TransportSession session = lease.open()) {
            for (PackContents pack = queue.take(); pack != END; pack = queue.take()) {
                run.checkNotCancelled();
                unpack(pack, session);
                weightPermits.release(weight(pack));
            }
        }
    }

    private void unpack(PackContents pack, TransportSession session) throws IOException {
        StoredObject object = index.packs().get(pack.number());
        try (InputStream sealed = session.read(location.object(object.name()));
                PackReader reader = new PackReader(sealed, object, cipher, PackReader.MAX_PLAIN_BYTES)) {
            MemberMatcher matcher = new MemberMatcher(pack);
            for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                unpack(
                        matcher.match(member.get())
                                .orElseThrow(() -> damaged(RestoreMessage.PACK_MEMBERS_DIFFER, object)),
                        reader.content(),
                        object);
            }
            if (!matcher.isComplete()) {
                throw damaged(RestoreMessage.PACK_MEMBERS_DIFFER, object);
            }
            run.addProgress(0, 0, object.length());
        }
    }

    private static ArchiveException damaged(RestoreMessage message, StoredObject object) {
        return new ArchiveException(ArchiveException.Reason.DAMAGED, message.with(object.name()), null);
    }

    private void unpack(MemberToRestore expected, InputStream content, StoredObject object) throws IOException {
        Optional<Entry> restored = filter.restoredAs(expected.entry());
        if (restored.isPresent()) {
            unpackVerified(expected.restoredAs(restored.get()), content, object);
            run.addProgress(expected.part() > 1 ? 0 : 1, expected.length(), 0);
            disk.written(expected.length());
        }
    }

    /**
     * Unpacks a member, and verifies its hash if the restore was planned. The pack is intact, but only the content's own hash proves that
     * it matches the index, which a person may have reviewed in a plan.
     */
    private void unpackVerified(MemberToRestore member, InputStream content, StoredObject object) throws IOException {
        StagedSection section = staged.get(member.entry().section());
        if (!planned || member.sha256().isEmpty()) {
            section.unpack(member, content);
            return;
        }
        MessageDigest digest = Sha256.digest();
        section.unpack(member, new DigestInputStream(content, digest));
        if (!Sha256.hex(digest).equals(member.sha256())) {
            throw damaged(RestoreMessage.PACK_CONTENT_DIFFERS, object);
        }
    }

    private void complete() throws IOException {
        index.forEach(indexed -> {
            Optional<Entry> restored = filter.restoredAs(indexed.entry());
            if (restored.isPresent()) {
                staged.get(indexed.entry().section())
                        .complete(restored.get(), indexed.parts().size() > 1);
            }
        });
        for (StagedSection section : staged.values()) {
            section.finish();
        }
    }
}
