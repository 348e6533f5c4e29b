package org.flowgateway.backup.core.backup;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.ReadErrorMessage;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;

/**
 * Finds the members that go into packs, in the order of the queue: makes the entry of each file, and reports those that cannot be stored.
 * One thread at a time.
 */
final class MemberFinder implements Closeable {

    private final ReadingContext context;

    private MemberToPack next;

    MemberFinder(ReadingContext context) {
        this.context = context;
    }

    /**
     * Finds the next member, unless it is known.
     *
     * @return {@code false} if there is none in the sections begun so far, or the backup fails
     */
    boolean find() throws JobFailedException {
        while (next == null && !context.unreadable().isFatal()) {
            Optional<QueuedFile> queued = context.queue().next();
            if (queued.isEmpty()) {
                return false;
            }
            next = plan(queued.get()).orElse(null);
        }
        return next != null;
    }

    /** Returns the next member, which {@link #find} has found. It stays the next one until it is taken. */
    MemberToPack next() {
        return next;
    }

    /** Takes the next member. */
    void take() {
        next = null;
    }

    /**
     * Finds and takes the next member, even if the backup fails.
     *
     * @param stop called before each file that is planned
     * @return empty if there is none in the sections begun so far
     */
    Optional<MemberToPack> poll(WorkerStopCheck stop) throws JobFailedException, JobCancelledException {
        Optional<MemberToPack> found = Optional.ofNullable(next);
        next = null;
        while (found.isEmpty()) {
            Optional<QueuedFile> queued = context.queue().next();
            if (queued.isEmpty()) {
                return Optional.empty();
            }
            stop.check();
            found = plan(queued.get());
        }
        return found;
    }

    /** Tells whether there is a section that was not begun. */
    boolean hasFurtherSections() {
        return context.queue().hasFurtherSections();
    }

    /** Begins the next section. There MUST be one. */
    void beginSection() throws JobFailedException, JobCancelledException {
        context.queue().beginSection();
        context.links().clear();
    }

    /** Ends finished walks, so that their sections need not stay frozen. */
    void endFinishedWalks() throws JobFailedException {
        context.queue().endFinishedWalks();
    }

    /** Plans a file's member; empty if the file is skipped or requeued. */
    private Optional<MemberToPack> plan(QueuedFile queued) throws JobFailedException {
        SectionFile file = queued.file();
        Optional<MemberToPack> member = Optional.empty();
        try {
            member = member(queued);
        } catch (IOException e) {
            context.queue().handleFailure(queued, e);
        } catch (IllegalArgumentException e) { // The format cannot hold it: a path or link that is far too long.
            context.unreadable()
                    .report(
                            file.tree(),
                            file.path(),
                            ReadError.of(
                                    Omission.Reason.TOO_LONG, ReadErrorMessage.EXCEEDS_FORMAT.with(e.getMessage())));
            if (file.state().isDirectory()) {
                context.queue().skipDirectory();
            }
        }
        if (member.isEmpty()) {
            context.freezer().release(file.tree().origin());
        }
        return member;
    }

    private Optional<MemberToPack> member(QueuedFile queued) throws IOException, JobFailedException {
        SectionFile file = queued.file();
        FileState state = file.state();
        if (state.isDirectory()) {
            ExtendedMetadataReading metadata = context.metadata().read(file);
            return Optional.of(new MemberToPack(queued, context.entries().directory(file, metadata), metadata));
        }
        if (state.isRegular()) {
            Optional<Entry> link = context.links()
                    .firstName(file)
                    .map(first -> context.entries().hardlink(file, first));
            if (link.isPresent()) {
                return link.map(entry -> new MemberToPack(queued, entry, ExtendedMetadataReading.NONE));
            }
            ExtendedMetadataReading metadata =
                    queued.attempt().attributes() ? context.metadata().read(file) : ExtendedMetadataReading.NONE;
            return Optional.of(new MemberToPack(queued, context.entries().regular(file, metadata), metadata));
        }
        if (state.isSymlink()) {
            String target = file.readLink();
            if (FileNames.isText(target)) {
                return Optional.of(new MemberToPack(
                        queued, context.entries().symlink(file, target), ExtendedMetadataReading.NONE));
            }
            context.unreadable().report(file.tree(), file.path(), ReadError.LINK_NOT_UTF8);
        } else {
            context.unreadable().leaveOut(file);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        context.queue().close();
    }
}
