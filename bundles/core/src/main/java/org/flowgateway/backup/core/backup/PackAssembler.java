package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Fills packs with the sections' files, one section after the other. The workers share it and take turns to choose the files of their
 * next pack, so all packs together are in the order of the walk. Each worker then reads its files while the others choose or read theirs.
 * A split file, and a file with several names, is read in turn. A file that changes while it is read is detected and read again. A
 * section is frozen from before its walk until its last file is read. Once a file of a required section cannot be read, the rest of that
 * section is only checked for more such files. Thread-safe.
 */
final class PackAssembler implements AutoCloseable {

    /**
     * Size of the first pack, in bytes. It is small because the other workers wait for it: until it is stored, the backup's directory is
     * unknown.
     */
    private static final int FIRST_PACK_BYTES = 1 << 20;

    private final JobRun run;
    private final SectionFreezer freezer;
    private final UnreadablePolicy unreadable;
    private final FileQueue queue;
    private final WholeFileReader reader;
    private final EntryFactory entries;
    private final MetadataReader metadataReader;
    private final HardLinkNames links = new HardLinkNames();

    private MemberToPack next;
    private SplitFile splitFile;
    private int packs;
    private int readers;

    /** @param accounts names the owners of files */
    PackAssembler(
            List<SectionTree> trees,
            JobRun run,
            SectionFreezer freezer,
            UnreadablePolicy unreadable,
            SystemAccounts accounts) {
        this.run = run;
        this.freezer = freezer;
        this.unreadable = unreadable;
        this.queue = new FileQueue(trees, run, freezer, unreadable);
        this.entries = new EntryFactory(accounts);
        this.metadataReader = new MetadataReader(accounts);
        this.reader = new WholeFileReader(run, queue, unreadable, entries, metadataReader);
    }

    /**
     * Fills the next pack.
     *
     * @param pack is reset and filled; it is left empty if all that was chosen for it changed, or could not be read
     * @return {@code false} if nothing was left for it, and it is none
     * @throws JobFailedException if something of a required section cannot be read, or a section cannot be frozen
     * @throws JobCancelledException if the job was asked to stop
     */
    boolean fill(PackBuilder pack) throws JobFailedException, JobCancelledException {
        PackPlan plan = new PackPlan(pack);
        synchronized (this) {
            pack.reset(Math.min(packs, StoredObject.MAX_PACKS - 1));
            fillPlan(plan);
            queue.endFinishedWalks(); // Thaws early: with a slow target the next pack may take long.
            if (plan.isEmpty() && !unreadable.isFatal()) {
                return false;
            }
            if (packs == StoredObject.MAX_PACKS) {
                throw new JobFailedException("The sections do not fit into a backup: it has at most "
                        + StoredObject.MAX_PACKS + " packs. Make packs larger (GATEWAY_PACK_MIB), or back up less");
            }
            packs++;
            readers++;
        }
        try {
            read(plan);
        } finally {
            endReading();
        }
        if (unreadable.isFatal()) {
            throw awaitFailure();
        }
        return true;
    }

    private void checkContinues() throws JobCancelledException {
        run.checkNotCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new JobCancelledException("another worker failed");
        }
    }

    private synchronized void endReading() {
        readers--;
        notifyAll();
    }

    private void fillPlan(PackPlan plan) throws JobFailedException, JobCancelledException {
        boolean room = true;
        while (room && !unreadable.isFatal() && (packs > 0 || plan.length() < FIRST_PACK_BYTES)) {
            checkContinues();
            if (splitFile != null) {
                room = continueSplitFile(plan.pack());
            } else if (advance(plan)) {
                room = chooseNextMember(plan);
            } else {
                return;
            }
        }
    }

    private boolean advance(PackPlan plan) throws JobFailedException, JobCancelledException {
        while (next == null && !unreadable.isFatal()) {
            Optional<QueuedFile> queued = queue.next();
            if (queued.isPresent()) {
                next = plan(queued.get()).orElse(null);
            } else if (!queue.hasFurtherSections()) {
                return false;
            } else if (plan.hasMembers()) {
                read(plan); // Unread files would keep the previous section frozen.
            } else {
                queue.beginSection();
                links.clear();
            }
        }
        return next != null;
    }

    /** Plans a file's member; empty if the file is skipped or requeued. */
    private Optional<MemberToPack> plan(QueuedFile queued) throws JobFailedException {
        SectionFile file = queued.file();
        Optional<MemberToPack> member = Optional.empty();
        try {
            member = member(queued);
        } catch (IOException e) {
            queue.handleFailure(queued, e);
        } catch (IllegalArgumentException e) { // The format cannot hold it: a path or link that is far too long.
            unreadable.report(file.tree(), file.path(), ReadError.of(Omission.Reason.TOO_LONG, e.getMessage()));
            if (file.state().isDirectory()) {
                queue.skipDirectory();
            }
        }
        if (member.isEmpty()) {
            freezer.release(file.tree().origin());
        }
        return member;
    }

    private Optional<MemberToPack> member(QueuedFile queued) throws IOException, JobFailedException {
        SectionFile file = queued.file();
        FileState state = file.state();
        if (state.isDirectory()) {
            ExtendedMetadataReading metadata = metadataReader.read(file);
            return Optional.of(new MemberToPack(queued, entries.directory(file, metadata), metadata));
        }
        if (state.isRegular()) {
            Optional<Entry> link = links.firstName(file).map(first -> entries.hardlink(file, first));
            if (link.isPresent()) {
                return link.map(entry -> new MemberToPack(queued, entry, ExtendedMetadataReading.NONE));
            }
            ExtendedMetadataReading metadata =
                    queued.attempt().attributes() ? metadataReader.read(file) : ExtendedMetadataReading.NONE;
            return Optional.of(new MemberToPack(queued, entries.regular(file, metadata), metadata));
        }
        if (state.isSymlink()) {
            String target = file.readLink();
            if (FileNames.isText(target)) {
                return Optional.of(
                        new MemberToPack(queued, entries.symlink(file, target), ExtendedMetadataReading.NONE));
            }
            unreadable.report(file.tree(), file.path(), ReadError.LINK_NOT_UTF8);
        } else {
            unreadable.leaveOut(file);
        }
        return Optional.empty();
    }

    /** @return {@code false} if the pack has no room for the next member */
    private boolean chooseNextMember(PackPlan plan) throws JobFailedException, JobCancelledException {
        MemberToPack member = next;
        SectionFile file = member.queued().file();
        if (plan.add(member)) {
            next = null;
            if (file.state().isRegular() && file.state().links() > 1) {
                read(plan); // It must be stored before its other names are chosen, which become links to it.
            }
            return true;
        }
        if (plan.isEmpty()) {
            next = null;
            beginSplitFile(member, plan.pack());
            return true;
        }
        return false;
    }

    /** Reads the chosen files. A file that changes meanwhile is requeued for a later pack. */
    private void read(PackPlan plan) throws JobFailedException, JobCancelledException {
        for (Optional<MemberToPack> polled = plan.poll(); polled.isPresent(); polled = plan.poll()) {
            checkContinues();
            MemberToPack member = polled.get();
            SectionFile file = member.queued().file();
            if (unreadable.isFatal()) {
                checkReadable(member);
            } else if (member.entry().type() == Entry.Type.FILE) {
                long bytes = reader.read(member, plan);
                if (bytes >= 0) {
                    links.addStored(file); // In turn, since files with several names are read under the lock.
                    run.addProgress(1, bytes, 0);
                }
            } else {
                plan.pack().add(member.entry());
                if (!member.metadata().isComplete()) {
                    unreadable.leaveOut(file, member.metadata());
                }
                run.addProgress(1, 0, 0);
            }
            freezer.release(file.tree().origin());
        }
    }

    /** Checks that a file can be opened. It is not read, since there will be no backup. */
    private void checkReadable(MemberToPack member) throws JobFailedException {
        SectionFile file = member.queued().file();
        if (file.tree().section().required() && member.entry().type() == Entry.Type.FILE) {
            try {
                file.open().close();
            } catch (IOException e) {
                queue.handleFailure(member.queued(), e);
            }
        }
    }

    /** Checks the rest of the section, and waits for the failures of the other workers. */
    private synchronized JobFailedException awaitFailure() throws JobFailedException, JobCancelledException {
        try {
            checkRest();
            while (readers > 0) {
                wait();
                checkRest();
            }
            return unreadable.failure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException("interrupted");
        }
    }

    private void checkRest() throws JobFailedException, JobCancelledException {
        if (next != null) {
            checkReadable(next);
            next = null;
        }
        for (Optional<QueuedFile> queued = queue.next(); queued.isPresent(); queued = queue.next()) {
            checkContinues();
            Optional<MemberToPack> member = plan(queued.get());
            if (member.isPresent()) {
                checkReadable(member.get());
            }
        }
    }

    /** Begins a split file. */
    private void beginSplitFile(MemberToPack member, PackBuilder pack) throws JobFailedException {
        QueuedFile queued = member.queued();
        SectionFile file = queued.file();
        long parts = file.state().size() / Math.max(1, pack.room(member.entry())) + 1;
        if (packs + parts > StoredObject.MAX_PACKS) {
            unreadable.report(
                    file.tree(),
                    file.path(),
                    ReadError.of(
                            Omission.Reason.TOO_LONG,
                            "its " + (file.state().size() >> 20)
                                    + " MiB are more than a backup of " + StoredObject.MAX_PACKS
                                    + " packs can hold. Make packs larger (GATEWAY_PACK_MIB), or move it out of the"
                                    + " section"));
            freezer.release(file.tree().origin());
            return;
        }
        try {
            OpenFile open = file.open();
            FileState opened = open.stateWhenOpened().orElseThrow();
            if (opened.equals(file.state())
                    || opened.links() == 1 && file.state().links() == 1) {
                splitFile = new SplitFile(file.with(opened), open);
                return;
            }
            open.close();
            queue.requeue(file, queued.attempt().replaced());
        } catch (IOException e) {
            queue.handleFailure(queued, e);
        }
        freezer.release(file.tree().origin());
    }

    /** @return {@code false} if the pack is full */
    private boolean continueSplitFile(PackBuilder pack) throws JobFailedException, JobCancelledException {
        SectionFile found = splitFile.found();
        try {
            Entry entry = splitFile.entry(entries, metadataReader);
            int room = pack.room(entry);
            if (room <= 0) {
                return false;
            }
            ByteBuffer window = pack.begin(entry, splitFile.nextPart(), (int) Math.min(room, splitFile.remaining()));
            try {
                splitFile.read(window);
            } catch (IOException e) {
                pack.abandon();
                throw e;
            }
            boolean last = window.hasRemaining() || splitFile.remaining() == 0;
            pack.end(last);
            run.addProgress(0, window.position(), 0);
            if (last) {
                checkUnchanged(found);
                links.addStored(found);
                run.addProgress(1, 0, 0);
                splitFile.close();
                splitFile = null;
                freezer.release(found.tree().origin());
            }
            return true;
        } catch (IOException e) {
            // Its first parts may be stored already: whatever the section, this backup cannot be completed.
            throw new JobFailedException(
                    found.displayName() + " cannot be read to its end: " + IoMessages.explain(e), e);
        }
    }

    private void checkUnchanged(SectionFile found) throws IOException, JobFailedException, JobCancelledException {
        if (!splitFile.metadata().isComplete()) {
            unreadable.leaveOut(found, splitFile.metadata());
        }
        FileState now = splitFile.state();
        if (now.equals(found.state())) {
            return;
        }
        if (!splitFile.hasLastAccess(now)) {
            throw new JobFailedException(found.displayName()
                    + " cannot be backed up: its owner or mode changed while it was read. Try again");
        }
        if (splitFile.remaining() == 0 && splitFile.hasSameContent(this::checkContinues)) {
            if (now.size() > found.state().size()) {
                run.note(found.displayName() + WholeFileReader.GREW);
            }
        } else if (found.tree().section().required()) {
            unreadable.report(found.tree(), found.path(), WholeFileReader.CHANGING);
        } else {
            run.warn(found.displayName() + WholeFileReader.TORN);
        }
    }

    /** Closes all open files. */
    @Override
    public synchronized void close() {
        if (splitFile != null) {
            splitFile.close();
        }
        queue.close();
    }
}
