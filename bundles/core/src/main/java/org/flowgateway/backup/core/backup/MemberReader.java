package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.SectionFile;

/**
 * Reads the chosen members of a pack. Once a file of a required section cannot be read, the others are only checked for more such files.
 * Several threads may read at a time, an allocation each; one at a time reads files with several names.
 */
final class MemberReader {

    private final JobRun run;
    private final FileQueue queue;
    private final SectionFreezer freezer;
    private final UnreadablePolicy unreadable;
    private final HardLinkNames links;
    private final WholeFileReader files;
    private final WorkerStopCheck stop;

    MemberReader(
            JobRun run,
            FileQueue queue,
            SectionFreezer freezer,
            UnreadablePolicy unreadable,
            HardLinkNames links,
            WholeFileReader files) {
        this.run = run;
        this.queue = queue;
        this.freezer = freezer;
        this.unreadable = unreadable;
        this.links = links;
        this.files = files;
        this.stop = new WorkerStopCheck(run);
    }

    /** Reads the chosen members into their pack. A file that changes meanwhile is requeued for a later pack. */
    void read(PackAllocation allocation) throws JobFailedException, JobCancelledException {
        for (Optional<MemberToPack> polled = allocation.poll(); polled.isPresent(); polled = allocation.poll()) {
            stop.check();
            MemberToPack member = polled.get();
            SectionFile file = member.queued().file();
            if (unreadable.isFatal()) {
                checkReadable(member);
            } else if (member.entry().type() == Entry.Type.FILE) {
                long bytes = files.read(member, allocation);
                if (bytes >= 0) {
                    links.addStored(file); // In turn, since files with several names are read under the lock.
                    run.addProgress(1, bytes, 0);
                }
            } else {
                allocation.pack().add(member.entry());
                if (!member.metadata().isComplete()) {
                    unreadable.leaveOut(file, member.metadata());
                }
                run.addProgress(1, 0, 0);
            }
            freezer.release(file.tree().origin());
        }
    }

    /** Checks that a file can be opened. It is not read, since there will be no backup. */
    void checkReadable(MemberToPack member) throws JobFailedException {
        SectionFile file = member.queued().file();
        if (file.tree().section().required() && member.entry().type() == Entry.Type.FILE) {
            try {
                file.open().close();
            } catch (IOException e) {
                queue.handleFailure(member.queued(), e);
            }
        }
    }
}
