package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.SectionFile;

/**
 * Reads the chosen members of a pack. Once a file of a required section cannot be read, the others are only checked for more such files.
 * Several threads may read at a time, an allocation each; one at a time reads files with several names.
 */
final class MemberReader {

    private final ReadingContext context;
    private final WholeFileReader files;
    private final WorkerStopCheck stop;

    MemberReader(ReadingContext context, WholeFileReader files) {
        this.context = context;
        this.files = files;
        this.stop = new WorkerStopCheck(context.run());
    }

    /** Reads the chosen members into their pack. A file that changes meanwhile is requeued for a later pack. */
    void read(PackAllocation allocation) throws JobFailedException, JobCancelledException {
        for (Optional<MemberToPack> polled = allocation.poll(); polled.isPresent(); polled = allocation.poll()) {
            stop.check();
            MemberToPack member = polled.get();
            SectionFile file = member.queued().file();
            if (context.unreadable().isFatal()) {
                checkReadable(member);
            } else if (member.entry().type() == Entry.Type.FILE) {
                long bytes = files.read(member, allocation);
                if (bytes >= 0) {
                    context.links().addStored(file); // In turn, since files with several names are read under the lock.
                    context.run().addProgress(1, bytes, 0);
                }
            } else {
                allocation.pack().add(member.entry());
                if (!member.metadata().isComplete()) {
                    context.unreadable().leaveOut(file, member.metadata());
                }
                context.run().addProgress(1, 0, 0);
            }
            context.freezer().release(file.tree().origin());
        }
    }

    /** Checks that a file can be opened. It is not read, since there will be no backup. */
    void checkReadable(MemberToPack member) throws JobFailedException {
        SectionFile file = member.queued().file();
        if (file.tree().section().required() && member.entry().type() == Entry.Type.FILE) {
            try {
                file.open().close();
            } catch (IOException e) {
                context.queue().handleFailure(member.queued(), e);
            }
        }
    }
}
