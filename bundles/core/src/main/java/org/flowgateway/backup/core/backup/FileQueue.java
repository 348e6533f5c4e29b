package org.flowgateway.backup.core.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.core.backup.QueuedFile.Attempt;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.tree.SectionWalk;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ListedNames;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * The files of all sections in the order of a walk, and between them those that must be looked at again: they changed, were replaced, or are new
 * names that came while the walk went by. A section is frozen before its walk, and held for each file that was handed out and for each that is to
 * be looked at. One thread at a time, but for {@link #again} and {@link #failed}.
 */
final class FileQueue implements Closeable {

    private final Iterator<SectionTree> trees;
    private final JobRun run;
    private final SectionFreezer freezer;
    private final UnreadablePolicy unreadable;
    private final Deque<Start> starts = new ArrayDeque<>();
    private SectionWalk walk;
    private SectionWalk extra;
    private Start extraStart;
    private SectionWalk last;

    FileQueue(List<SectionTree> trees, JobRun run, SectionFreezer freezer, UnreadablePolicy unreadable) {
        this.trees = trees.iterator();
        this.run = run;
        this.freezer = freezer;
        this.unreadable = unreadable;
    }

    /** The next file of the sections that were begun, held for the caller; empty if there is none at the moment. */
    Optional<QueuedFile> next() throws JobFailedException {
        while (extra != null || walk != null || begin()) {
            if (extra == null && begin()) {
                continue;
            }
            last = extra != null ? extra : walk;
            Optional<SectionFile> found = last.next();
            if (found.isPresent()) {
                freezer.hold(last.tree().origin());
                boolean start = last == extra && found.get().path().equals(extraStart.path);
                return Optional.of(new QueuedFile(found.get(), start ? extraStart.attempt : Attempt.FIRST));
            }
            end(last);
        }
        return Optional.empty();
    }

    /** Begins with what is to be looked at again; {@code false} if there is nothing. */
    private boolean begin() {
        synchronized (starts) {
            extraStart = starts.poll();
        }
        if (extraStart == null) {
            return false;
        }
        extra = new SectionWalk(extraStart.tree, extraStart.path, extraStart.siblings, unreadable);
        return true;
    }

    /** Tells whether a section is left that was not begun. */
    boolean hasFurtherSections() {
        return trees.hasNext();
    }

    /** Freezes the next section and begins with it; there must be one. */
    void beginSection() throws JobFailedException, JobCancelledException {
        SectionTree tree = trees.next();
        freezer.freeze(tree.origin());
        walk = new SectionWalk(tree, unreadable);
    }

    /** Ends a walk that has nothing left, so that its section need not stay frozen for it. */
    void endFinishedWalks() throws JobFailedException {
        if (extra != null && extra.isAtEnd()) {
            end(extra);
        }
        if (walk != null && walk.isAtEnd()) {
            end(walk);
        }
    }

    private void end(SectionWalk ended) throws JobFailedException {
        ended.close();
        last = null;
        if (ended == extra) {
            extra = null;
            if (ended.isStartGone()) {
                vanished(extraStart);
            }
        } else {
            walk = null;
        }
        freezer.release(ended.tree().origin());
    }

    /** Passes over what is in a directory that was handed out last; nothing is if its walk has ended. */
    void skipDirectory() {
        if (last != null) {
            last.skipDirectory();
        }
    }

    /** Looks at a file once more, later. It is held until then. */
    void again(SectionFile file, Attempt attempt) {
        again(new Start(file.tree(), file.path(), file.siblings(), attempt));
    }

    private void again(Start start) {
        freezer.hold(start.tree.origin());
        synchronized (starts) {
            starts.add(start);
        }
    }

    /** Decides about a file that could not be read: whether something is wrong with it, or it is only another one by now. */
    void failed(QueuedFile queued, IOException failure) throws JobFailedException {
        SectionFile file = queued.file();
        if (failure instanceof NoSuchFileException) {
            vanished(queued);
        } else if (failure instanceof ClosedChannelException || !isChanged(file)) {
            unreadable.report(file.tree(), file.path(), ReadError.of(failure));
        } else if (queued.attempt().isLast()) {
            unreadable.report(file.tree(), file.path(), WholeFileReader.CHANGING);
        } else {
            again(file, queued.attempt().replaced());
        }
    }

    private static boolean isChanged(SectionFile file) {
        try {
            return !file.inspect().equals(file.state());
        } catch (IOException e) {
            return true; // Its directory is another one; what is so for good shows when the file is looked at again.
        }
    }

    /**
     * Continues without a file that is gone. It may have another name now: those that came into its directory since that was listed are taken. If
     * the directory is gone too, the one above is listed instead.
     */
    private void vanished(QueuedFile file) throws JobFailedException {
        vanished(new Start(file.file().tree(), file.file().path(), file.file().siblings(), file.attempt()));
    }

    private void vanished(Start gone) throws JobFailedException {
        Optional<ListedNames> known = Optional.of(gone.siblings);
        while (known.isPresent() && !isListed(known.get(), gone)) {
            known = known.get().parent();
        }
        if (known.isEmpty()) {
            unreadable.report(
                    gone.tree,
                    "",
                    ReadError.ofNewNames(
                            new NoSuchFileException(gone.tree.root().toString())));
        }
    }

    /** @return {@code false} if the directory is gone */
    private boolean isListed(ListedNames known, Start gone) throws JobFailedException {
        if (!known.mayListAgain()) {
            run.warn("Files in " + gone.tree.displayName(known.directory())
                    + " came and went all the time; one that was renamed meanwhile may be missing"
                    + " in this backup. Back up again at a quieter time");
            return true;
        }
        try (DirectoryHandle directory = gone.tree.directory().openDirectory(known.directory())) {
            List<String> names = directory.names();
            String prefix = known.directory().isEmpty() ? "" : known.directory() + "/";
            for (String name : known.addAll(names)) {
                if (!prefix.isEmpty() || !StagingNames.isOne(gone.tree.root(), name)) {
                    again(new Start(gone.tree, prefix + name, known, Attempt.FIRST));
                }
            }
            if (!gone.attempt.isLast()
                    && known == gone.siblings
                    && names.contains(gone.path.substring(prefix.length()))) {
                again(new Start(
                        gone.tree, gone.path, known, gone.attempt.replaced())); // Somebody deleted it and made it anew.
            }
            return true;
        } catch (NoSuchFileException | NotDirectoryException | SymbolicLinkException e) {
            return false;
        } catch (IOException e) {
            unreadable.report(gone.tree, known.directory(), ReadError.ofNewNames(e));
            return true;
        }
    }

    @Override
    public void close() {
        if (extra != null) {
            extra.close();
        }
        if (walk != null) {
            walk.close();
        }
    }

    /** A path that is to be looked at, and walked through if it is a directory. */
    private record Start(SectionTree tree, String path, ListedNames siblings, Attempt attempt) {}
}
