package org.flowgateway.backup.core.backup;

import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Fills packs with the sections' files, one section after the other. The workers share it and take turns to choose the files of their
 * next pack, so all packs together are in the order of the walk. Each worker then reads its files while the others choose or read theirs.
 * A split file, and a file with several names, is read in turn. A file that changes while it is read is detected and read again. A
 * section is frozen from before its walk until its last file is read. Once a file of a required section cannot be read, the rest of that
 * section is only checked for more such files. Thread-safe.
 */
final class PackFiller implements AutoCloseable {

    /**
     * Size of the first pack, in bytes. It is small because the other workers wait for it: until it is stored, the backup's directory is
     * unknown.
     */
    private static final int FIRST_PACK_BYTES = 1 << 20;

    private final UnreadablePolicy unreadable;
    private final MemberFinder finder;
    private final MemberReader reader;
    private final SplitFileReader splitFiles;
    private final WorkerStopCheck stop;

    private int packs;
    private int readers;

    /** @param accounts names the owners of files */
    PackFiller(
            List<SectionTree> trees,
            JobRun run,
            SectionFreezer freezer,
            UnreadablePolicy unreadable,
            SystemAccounts accounts) {
        this.unreadable = unreadable;
        this.stop = new WorkerStopCheck(run);
        ReadingContext context = new ReadingContext(
                run,
                new FileQueue(trees, run, freezer, unreadable),
                freezer,
                unreadable,
                new HardLinkNames(),
                new EntryFactory(accounts),
                new MetadataReader(accounts));
        finder = new MemberFinder(context);
        reader = new MemberReader(context, new WholeFileReader(context));
        splitFiles = new SplitFileReader(context);
    }

    /** @throws JobFailedException if a backup that has so many packs cannot have another one */
    static void checkRoom(int packs) throws JobFailedException {
        if (packs == StoredObject.MAX_PACKS) {
            throw new JobFailedException(BackupMessage.TOO_MANY_PACKS.with(StoredObject.MAX_PACKS));
        }
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
        PackAllocation allocation = new PackAllocation(pack);
        synchronized (this) {
            pack.reset(Math.min(packs, StoredObject.MAX_PACKS - 1));
            chooseMembers(allocation);
            finder.endFinishedWalks(); // Thaws early: with a slow target the next pack may take long.
            if (allocation.isEmpty() && !unreadable.isFatal()) {
                return false;
            }
            checkRoom(packs);
            packs++;
            readers++;
        }
        try {
            reader.read(allocation);
        } finally {
            endReading();
        }
        if (unreadable.isFatal()) {
            throw awaitFailure();
        }
        return true;
    }

    private synchronized void endReading() {
        readers--;
        notifyAll();
    }

    private void chooseMembers(PackAllocation allocation) throws JobFailedException, JobCancelledException {
        boolean room = true;
        while (room && !unreadable.isFatal() && (packs > 0 || allocation.length() < FIRST_PACK_BYTES)) {
            stop.check();
            if (splitFiles.isReading()) {
                room = splitFiles.readPart(allocation.pack());
            } else if (findNextMember(allocation)) {
                room = chooseNextMember(allocation);
            } else {
                return;
            }
        }
    }

    /** @return {@code false} if no section has a further member, or the backup fails */
    private boolean findNextMember(PackAllocation allocation) throws JobFailedException, JobCancelledException {
        while (!finder.find()) {
            if (unreadable.isFatal() || !finder.hasFurtherSections()) {
                return false;
            }
            if (allocation.hasMembers()) {
                reader.read(allocation); // Unread files would keep the previous section frozen.
            } else {
                finder.beginSection();
            }
        }
        return true;
    }

    /** @return {@code false} if the pack has no room for the next member */
    private boolean chooseNextMember(PackAllocation allocation) throws JobFailedException, JobCancelledException {
        MemberToPack member = finder.next();
        SectionFile file = member.queued().file();
        if (allocation.add(member)) {
            finder.take();
            if (file.state().isRegular() && file.state().links() > 1) {
                reader.read(
                        allocation); // It must be stored before its other names are chosen, which become links to it.
            }
            return true;
        }
        if (allocation.isEmpty()) {
            finder.take();
            splitFiles.begin(member, allocation.pack(), packs);
            return true;
        }
        return false;
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
        for (Optional<MemberToPack> member = finder.poll(stop); member.isPresent(); member = finder.poll(stop)) {
            reader.checkReadable(member.get());
        }
    }

    /** Closes all open files. */
    @Override
    public synchronized void close() {
        splitFiles.close();
        finder.close();
    }
}
