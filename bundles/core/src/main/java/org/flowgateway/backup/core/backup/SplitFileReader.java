package org.flowgateway.backup.core.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;

/** Reads split files into packs, one file at a time, in the order of their parts. One thread at a time. */
final class SplitFileReader implements Closeable {

    private final ReadingContext context;
    private final WorkerStopCheck stop;

    private SplitFile current;

    SplitFileReader(ReadingContext context) {
        this.context = context;
        this.stop = new WorkerStopCheck(context.run());
    }

    /** Tells whether a file was begun whose last part is still to be read. */
    boolean isReading() {
        return current != null;
    }

    /**
     * Begins a file. It is reported or requeued instead if it cannot be read, or was replaced.
     *
     * @param pack empty pack for its first part
     * @param packs number of packs before that one
     */
    void begin(MemberToPack member, PackBuilder pack, int packs) throws JobFailedException {
        QueuedFile queued = member.queued();
        SectionFile file = queued.file();
        long parts = file.state().size() / Math.max(1, pack.room(member.entry())) + 1;
        if (packs + parts > StoredObject.MAX_PACKS) {
            context.unreadable()
                    .report(
                            file.tree(),
                            file.path(),
                            ReadError.of(
                                    Omission.Reason.TOO_LONG,
                                    BackupMessage.FILE_TOO_LARGE.with(
                                            file.state().size() >> 20, StoredObject.MAX_PACKS)));
            context.freezer().release(file.tree().origin());
            return;
        }
        try {
            OpenFile open = file.open();
            FileState opened = open.stateWhenOpened().orElseThrow();
            if (opened.equals(file.state())
                    || opened.links() == 1 && file.state().links() == 1) {
                current = new SplitFile(file.with(opened), open);
                return;
            }
            open.close();
            context.queue().requeue(file, queued.attempt().replaced());
        } catch (IOException e) {
            context.queue().handleFailure(queued, e);
        }
        context.freezer().release(file.tree().origin());
    }

    /**
     * Reads the next part of the file into a pack.
     *
     * @return {@code false} if the pack is full
     */
    boolean readPart(PackBuilder pack) throws JobFailedException, JobCancelledException {
        SectionFile found = current.found();
        try {
            Entry entry = current.entry(context.entries(), context.metadata());
            int room = pack.room(entry);
            if (room <= 0) {
                return false;
            }
            ByteBuffer window = pack.begin(entry, current.nextPart(), (int) Math.min(room, current.remaining()));
            try {
                current.read(window);
            } catch (IOException e) {
                pack.abandon();
                throw e;
            }
            boolean last = window.hasRemaining() || current.remaining() == 0;
            pack.end(last);
            context.run().addProgress(0, window.position(), 0);
            if (last) {
                checkUnchanged(found);
                context.links().addStored(found);
                context.run().addProgress(1, 0, 0);
                current.close();
                current = null;
                context.freezer().release(found.tree().origin());
            }
            return true;
        } catch (IOException e) {
            // Its first parts may be stored already: whatever the section, this backup cannot be completed.
            Message reason = FileFailures.describe(e);
            throw new JobFailedException(
                    BackupMessage.SPLIT_FILE_UNREADABLE.with(found.displayName(), reason.summary(), reason.action()),
                    e);
        }
    }

    private void checkUnchanged(SectionFile found) throws IOException, JobFailedException, JobCancelledException {
        if (!current.metadata().isComplete()) {
            context.unreadable().leaveOut(found, current.metadata());
        }
        FileState now = current.state();
        if (now.equals(found.state())) {
            return;
        }
        checkAccess(now);
        if (current.remaining() == 0 && current.hasSameContent(stop)) {
            if (now.size() > found.state().size()) {
                context.run().note(BackupMessage.FILE_GREW.with(found.displayName()));
            }
        } else if (found.tree().section().required()) {
            context.unreadable().report(found.tree(), found.path(), WholeFileReader.CHANGING);
        } else {
            context.run().warn(BackupMessage.FILE_INCONSISTENT.with(found.displayName()));
        }
    }

    /** Checks that the owner and mode of the file are still those of its last part. */
    void checkAccess(FileState now) throws JobFailedException {
        if (!current.hasLastAccess(now)) {
            throw new JobFailedException(
                    BackupMessage.SPLIT_FILE_ACCESS_CHANGED.with(current.found().displayName()));
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
