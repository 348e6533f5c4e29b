package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.index.SealedIndex;
import org.flowgateway.backup.core.catalogue.ArchiveObjectSource;
import org.flowgateway.backup.core.catalogue.BackupCatalogue;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.flowgateway.backup.core.section.SectionCalls;
import org.flowgateway.backup.core.transport.TargetName;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.work.WorkerGroup;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SystemAccounts;

/** Work of a backup, from the probe of its target to the proof that it is stored. */
final class BackupExecution {

    private final JobRun run;
    private final TransportLease lease;
    private final SecurityPassword password;
    private final List<Section> sections;
    private final ProductInfo product;
    private final PackBufferPool bufferPool;
    private final SectionCalls calls;
    private final PendingSectionCalls pendingCalls;
    private final FileTrees trees;
    private final SeenSections seenSections;
    private final Function<char[], ArchiveCipher> sealingCipher;
    private final OmissionNotes omissions = new OmissionNotes();
    private final String id = UUID.randomUUID().toString();
    private List<String> existingNames;
    private boolean exclusive;
    private ArchiveCipher cipher;

    /**
     * @param password protects the backup
     * @param bufferPool memory for packs
     * @param sealingCipher makes the cipher of this backup from its password
     */
    BackupExecution(
            JobContext context,
            SecurityPassword password,
            PackBufferPool bufferPool,
            Function<char[], ArchiveCipher> sealingCipher) {
        this.run = context.run();
        this.lease = context.lease();
        this.password = password;
        this.sections = context.sections().all();
        this.product = context.product();
        this.bufferPool = bufferPool;
        this.calls = context.sections().calls();
        this.pendingCalls = context.sections().pendingCalls();
        this.trees = context.trees();
        this.seenSections = new SeenSections(context.state().seenSections());
        this.sealingCipher = sealingCipher;
    }

    /** Backs up all sections. */
    void run() throws IOException, JobFailedException, JobCancelledException {
        char[] characters = password.characters();
        TransportSession session = lease.open();
        BackupCatalogue catalogue = new BackupCatalogue(session, lease.target());
        try {
            // In parallel: the key derivation needs a core, and the probe waits for the target.
            new WorkerGroup(lease::close).run(List.of(() -> probe(session, catalogue), () -> deriveKey(characters)));
            warnIfClockIsBehind(existingNames);
            try (SectionTrees opened = new SectionTrees(run, trees, omissions, seenSections)) {
                opened.open(sections);
                run.enter(Phase.STORING);
                IndexWriter index = new IndexWriter();
                Optional<BackupLocation> location = store(opened, index);
                if (location.isEmpty()) {
                    throw new JobFailedException(BackupMessage.NO_SECTION_READABLE.with());
                }
                omissions.writeTo(index);
                commit(session, catalogue, location.get(), index, opened.summaries(index));
            }
        } catch (ArchiveException e) {
            BackupMessage message = e.reason() == ArchiveException.Reason.LIMIT_EXCEEDED
                    ? BackupMessage.LIMIT_EXCEEDED
                    : BackupMessage.NOT_RESTORABLE;
            throw new JobFailedException(message.with(e.description().summary()), e);
        } finally {
            Arrays.fill(characters, '\0');
            if (cipher != null) {
                cipher.close();
            }
        }
    }

    private Void probe(TransportSession session, BackupCatalogue catalogue) throws IOException {
        exclusive = session.probe().capabilities().contains(Capability.EXCLUSIVE_CREATE);
        existingNames = catalogue.names();
        return null;
    }

    private Void deriveKey(char[] characters) {
        cipher = sealingCipher.apply(characters);
        return null;
    }

    /** Stores all packs. Their buffers are allocated after the key derivation, which needs 64 MiB for a moment. */
    private Optional<BackupLocation> store(SectionTrees opened, IndexWriter index)
            throws IOException, JobFailedException, JobCancelledException {
        try (PackBufferPool.Lease buffers = bufferPool.lease()) {
            PackStore packs = new PackStore(
                    run,
                    lease,
                    cipher,
                    bufferPool.capacity().zstdLevel(),
                    new BackupDirectory(run, lease.target().path(), existingNames, exclusive),
                    index,
                    buffers);
            store(opened.all(), packs);
            return packs.location();
        }
    }

    private void store(List<SectionTree> opened, PackStore packs)
            throws IOException, JobFailedException, JobCancelledException {
        SectionFreezer freezer = new SectionFreezer(calls, pendingCalls, run, opened);
        SystemAccounts accounts = new SystemAccounts();
        long uid = trees.userId();
        String user = accounts.user(uid).isEmpty() ? Long.toString(uid) : accounts.user(uid);
        // The freezer is closed first: a hanging read in the filler must not keep a section frozen.
        try (PackFiller filler =
                        new PackFiller(opened, run, freezer, new UnreadablePolicy(run, omissions, user), accounts);
                freezer) {
            Callable<Void> worker = () -> {
                packs.storePacks(filler);
                return null;
            };
            new WorkerGroup(lease::close)
                    .run(Collections.nCopies(bufferPool.capacity().transfers(), worker));
        }
    }

    /** Stores index and manifest. Both are first read with the code that a restore uses. */
    private void commit(
            TransportSession session,
            BackupCatalogue catalogue,
            BackupLocation location,
            IndexWriter writer,
            List<SectionSummary> summaries)
            throws IOException, JobFailedException, JobCancelledException {
        SealedIndex index = writer.finish(
                identity(location.directory()), cipher, bufferPool.capacity().zstdLevel(), summaries);
        session.put(location.object(index.object().name()), new ArchiveObjectSource(index.object(), index::open));
        run.enter(Phase.VERIFYING);
        List<StoredObject> objects = new ArrayList<>(writer.packs());
        objects.add(index.object());
        Optional<String> difference = catalogue.findDifference(location, objects, run::warn);
        if (difference.isPresent()) {
            throw new JobFailedException(
                    BackupMessage.OBJECT_LOST.with(TargetName.of(lease.target()), difference.get()));
        }
        run.enter(Phase.COMMITTING);
        byte[] manifest = new Manifest(
                        Manifest.FORMAT_VERSION, identity(location.directory()), run.now(), summaries, objects)
                .toJson();
        Manifest.parse(manifest);
        seenSections.add(summaries.stream()
                .filter(summary -> summary.entries() > 0)
                .map(SectionSummary::id)
                .toList());
        session.put(location.object(Manifest.NAME), ObjectSource.of(manifest));
        if (!Arrays.equals(manifest, catalogue.read(location.object(Manifest.NAME), Manifest.MAX_BYTES))) {
            throw new JobFailedException(BackupMessage.MANIFEST_DIFFERS.with(TargetName.of(lease.target())));
        }
    }

    private BackupIdentity identity(BackupDirectoryName directory) {
        return new BackupIdentity(
                id, directory.toString(), run.snapshot().started(), product.name(), product.version(), product.host());
    }

    private void warnIfClockIsBehind(List<String> names) {
        Instant started = run.snapshot().started();
        names.stream()
                .map(BackupDirectoryName::parse)
                .flatMap(Optional::stream)
                .max(BackupDirectoryName::compareTo)
                .filter(newest -> newest.time().isAfter(started.plus(Duration.ofMinutes(1))))
                .ifPresent(newest -> run.warn(BackupMessage.CLOCK_BEHIND.with(started, newest.toString())));
    }
}
