package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.backup.QueuedFile.ReadAttempt;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Reader of files that fit into a pack. It compares the opened file with the walk's state, and its state after the read with that before.
 * A file that changed is requeued. Thread-safe.
 */
final class WholeFileReader {

    /** Error of a file that changes during every read. */
    static final ReadError CHANGING = ReadError.of(Omission.Reason.CHANGING, BackupMessage.FILE_CHANGING.with());

    private final ReadingContext context;

    WholeFileReader(ReadingContext context) {
        this.context = context;
    }

    /**
     * Reads a regular file into a pack.
     *
     * @return bytes of its content in the pack; -1 if the file is not in it
     */
    long read(MemberToPack member, PackAllocation allocation) throws JobFailedException, JobCancelledException {
        QueuedFile queued = member.queued();
        SectionFile found = queued.file();
        if (found.state().size() == 0) {
            return addEmpty(member, allocation);
        }
        try (OpenFile file = found.open()) {
            FileState opened = file.stateWhenOpened().orElseThrow();
            if (opened.equals(found.state())) {
                return read(member, found, file, allocation);
            }
            if (opened.links() > 1 || found.state().links() > 1) { // Its names must be planned again, in turn.
                return again(queued, queued.attempt().replaced());
            }
            return read(member, found.with(opened), file, allocation);
        } catch (IOException e) {
            context.queue().handleFailure(queued, e);
            return -1;
        }
    }

    /** Adds an empty file. It is not opened, so it need not be readable. */
    private long addEmpty(MemberToPack member, PackAllocation allocation) throws JobFailedException {
        SectionFile found = member.queued().file();
        ExtendedMetadataReading metadata = context.metadata().read(found);
        Entry entry = metadata.equals(ExtendedMetadataReading.NONE)
                ? member.entry()
                : context.entries().regular(found, metadata);
        if (!allocation.hasRoom(entry)) {
            return again(member.queued(), member.queued().attempt().withAttributes());
        }
        allocation.pack().add(entry);
        noteLost(found, metadata);
        return 0;
    }

    @SuppressWarnings("ReferenceEquality") // The very file that was planned: any later look at it is another object.
    private long read(MemberToPack member, SectionFile found, OpenFile file, PackAllocation allocation)
            throws IOException, JobFailedException, JobCancelledException {
        ExtendedMetadataReading metadata = context.metadata().read(file);
        boolean planned = metadata.equals(ExtendedMetadataReading.NONE)
                && found == member.queued().file()
                && member.metadata().equals(ExtendedMetadataReading.NONE);
        Entry entry = planned ? member.entry() : context.entries().regular(found, metadata);
        if (!allocation.hasRoom(entry)) {
            return again(member.queued(), member.queued().attempt().withAttributes());
        }
        ByteBuffer window = allocation.pack().begin(entry, 0, (int) entry.size());
        boolean kept = false;
        try {
            file.fill(window, 0);
            FileState after = file.state();
            kept = !window.hasRemaining() && after.equals(found.state())
                    || isKept(member.queued(), found, after, file, window);
        } finally {
            if (!kept) {
                allocation.pack().abandon();
            }
        }
        if (!kept) {
            return -1;
        }
        allocation.pack().end(true);
        noteLost(found, metadata);
        return window.position();
    }

    /** Decides whether a file that changed while it was read is kept. */
    private boolean isKept(QueuedFile queued, SectionFile found, FileState after, OpenFile file, ByteBuffer window)
            throws IOException, JobFailedException, JobCancelledException {
        ReadAttempt attempt = queued.attempt();
        if (attempt.changed().isEmpty()) {
            context.queue().requeue(found, attempt.changed(ContentChecksum.of(window)));
            return false;
        }
        FileState before = found.state();
        boolean sameAccess =
                after.mode() == before.mode() && after.uid() == before.uid() && after.gid() == before.gid();
        // It only grew if its beginning was the same at the first read, now in the pack, and afterwards.
        if (sameAccess
                && !window.hasRemaining()
                && after.size() > before.size()
                && attempt.changed().get().isStartOf(window)
                && ContentChecksum.of(window).isIn(file, 0, context.run()::checkNotCancelled)) {
            context.run().note(BackupMessage.FILE_GREW.with(found.displayName()));
            return true;
        }
        // Content that was written after a change of mode or owner must not be readable with the old ones.
        if (!sameAccess || found.tree().section().required()) {
            context.unreadable().report(found.tree(), found.path(), CHANGING);
            return false;
        }
        context.run().warn(BackupMessage.FILE_INCONSISTENT.with(found.displayName()));
        return true;
    }

    private long again(QueuedFile queued, ReadAttempt next) throws JobFailedException {
        if (next.isLast()) {
            context.unreadable().report(queued.file().tree(), queued.file().path(), CHANGING);
        } else {
            context.queue().requeue(queued.file(), next);
        }
        return -1;
    }

    private void noteLost(SectionFile found, ExtendedMetadataReading metadata) throws JobFailedException {
        if (!metadata.isComplete()) {
            context.unreadable().leaveOut(found, metadata);
        }
    }
}
