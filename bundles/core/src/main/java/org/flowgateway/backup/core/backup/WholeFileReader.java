package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.flowgateway.backup.archive.PackBuilder;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.FileContent;
import org.flowgateway.backup.core.tree.FoundFile;

/** Reads files that fit into a pack, and notices when one changes meanwhile. Thread-safe. */
final class WholeFileReader {

    /** Why a file that changes under every reading cannot be backed up. */
    static final String CHANGED = "it is written to all the time; stop what writes to it, or try again";
    /** The warning about a file that grew, behind its name. */
    static final String GREW = " grew while it was read; it is in this backup as long as it was at first";
    /** The warning about a file that changed and is stored all the same, behind its name. */
    static final String TORN = " changed while it was read, twice; it is in this backup as it was read, perhaps not in one piece";

    private final JobRun run;
    private final Unreadable unreadable;

    WholeFileReader(JobRun run, Unreadable unreadable) {
        this.run = run;
        this.unreadable = unreadable;
    }

    /**
     * Reads a file into a pack that has room for it.
     *
     * @throws JobFailedException if it cannot be read, and its section is required
     */
    Reading read(PlannedMember member, PackBuilder pack) throws JobFailedException {
        FoundFile found = member.found();
        ByteBuffer window = pack.begin(member.entry(), 0, (int) found.state().size());
        FoundFile after;
        try (FileChannel channel = FileChannel.open(found.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            FileContent.fill(channel, window);
            after = found.again();
        } catch (IOException e) {
            pack.abandon();
            unreadable.report(found.tree().section(), found.shown(), e);
            return Reading.NOTHING;
        }
        boolean whole = !window.hasRemaining();
        if (!whole || !after.state().equals(found.state())) {
            if (!member.changedBefore() && !after.state().isDirectory()) { // The walk would not go into a directory that it has passed.
                pack.abandon();
                return new Reading(-1, Optional.of(after));
            }
            boolean grew = whole && after.state().identity().equals(found.state().identity()) && after.state().size() > found.state().size();
            if (!grew && found.tree().section().required()) {
                pack.abandon();
                unreadable.report(found.tree().section(), found.shown(), CHANGED);
            }
            run.warn(found.shown() + (grew ? GREW : TORN));
        }
        pack.end(true);
        return new Reading(window.position(), Optional.empty());
    }

    /**
     * What became of a file.
     *
     * @param bytes of it that are in the pack; negative if it is not in there
     * @param changed the file as it is now, if it changed while it was read and is to be taken once more
     */
    record Reading(long bytes, Optional<FoundFile> changed) {

        private static final Reading NOTHING = new Reading(-1, Optional.empty());

        boolean isStored() {
            return bytes >= 0;
        }
    }
}
