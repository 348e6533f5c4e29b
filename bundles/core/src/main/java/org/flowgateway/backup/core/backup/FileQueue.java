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
import org.flowgateway.backup.core.backup.QueuedFile.ReadAttempt;
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
 * Queue of the files of all sections in the order of a walk. Between them it returns the requeued ones: files that changed or were
 * replaced, and names that were created during the walk. A section is frozen before its walk, and held for each file that is returned or
 * requeued. One thread at a time, except for {@link #requeue} and {@link #handleFailure}.
 */
final class FileQueue implements Closeable {

    private final Iterator<SectionTree> trees;
    private final JobRun run;
    private final SectionFreezer freezer;
    private final UnreadablePolicy unreadable;
    private final Deque<WalkStart> requeued = new ArrayDeque<>();
    private SectionWalk walk;
    private SectionWalk requeuedWalk;
    private WalkStart requeuedStart;
    private SectionWalk lastWalk;

    FileQueue(List<SectionTree> trees, JobRun run, SectionFreezer freezer, UnreadablePolicy unreadable) {
        this.trees = trees.iterator();
        this.run = run;
        this.freezer = freezer;
        this.unreadable = unreadable;
    }

    /** Returns the next file of the sections begun so far, held for the caller; empty if there is none at the moment. */
    Optional<QueuedFile> next() throws JobFailedException {
        while (requeuedWalk != null || walk != null || beginRequeued()) {
            if (requeuedWalk == null && beginRequeued()) {
                continue;
            }
            lastWalk = requeuedWalk != null ? requeuedWalk : walk;
            Optional<SectionFile> found = lastWalk.next();
            if (found.isPresent()) {
                freezer.hold(lastWalk.tree().origin());
                boolean start = lastWalk == requeuedWalk && found.get().path().equals(requeuedStart.path);
                return Optional.of(new QueuedFile(found.get(), start ? requeuedStart.attempt : ReadAttempt.FIRST));
            }
            endWalk(lastWalk);
        }
        return Optional.empty();
    }

    /** Begins the walk of the next requeued path; {@code false} if there is none. */
    private boolean beginRequeued() {
        synchronized (requeued) {
            requeuedStart = requeued.poll();
        }
        if (requeuedStart == null) {
            return false;
        }
        requeuedWalk = new SectionWalk(requeuedStart.tree, requeuedStart.path, requeuedStart.siblings, unreadable);
        return true;
    }

    /** Tells whether there is a section that was not begun. */
    boolean hasFurtherSections() {
        return trees.hasNext();
    }

    /** Freezes the next section and begins its walk. There MUST be one. */
    void beginSection() throws JobFailedException, JobCancelledException {
        SectionTree tree = trees.next();
        freezer.freeze(tree.origin());
        walk = new SectionWalk(tree, unreadable);
    }

    /** Ends finished walks, so that their sections need not stay frozen. */
    void endFinishedWalks() throws JobFailedException {
        if (requeuedWalk != null && requeuedWalk.isAtEnd()) {
            endWalk(requeuedWalk);
        }
        if (walk != null && walk.isAtEnd()) {
            endWalk(walk);
        }
    }

    private void endWalk(SectionWalk ended) throws JobFailedException {
        ended.close();
        lastWalk = null;
        if (ended == requeuedWalk) {
            requeuedWalk = null;
            if (ended.isStartGone()) {
                handleVanished(requeuedStart);
            }
        } else {
            walk = null;
        }
        freezer.release(ended.tree().origin());
    }

    /** Skips the content of the directory that was returned last. Without effect if its walk has ended. */
    void skipDirectory() {
        if (lastWalk != null) {
            lastWalk.skipDirectory();
        }
    }

    /** Requeues a file for a later attempt. It is held until then. */
    void requeue(SectionFile file, ReadAttempt attempt) {
        requeue(new WalkStart(file.tree(), file.path(), file.siblings(), attempt));
    }

    private void requeue(WalkStart start) {
        freezer.hold(start.tree.origin());
        synchronized (requeued) {
            requeued.add(start);
        }
    }

    /** Handles a file that could not be read: reports it, or requeues it if it was replaced. */
    void handleFailure(QueuedFile queued, IOException failure) throws JobFailedException {
        SectionFile file = queued.file();
        if (failure instanceof NoSuchFileException) {
            handleVanished(queued);
        } else if (failure instanceof ClosedChannelException || !isChanged(file)) {
            unreadable.report(file.tree(), file.path(), ReadError.of(failure));
        } else if (queued.attempt().isLast()) {
            unreadable.report(file.tree(), file.path(), WholeFileReader.CHANGING);
        } else {
            requeue(file, queued.attempt().replaced());
        }
    }

    private static boolean isChanged(SectionFile file) {
        try {
            return !file.inspect().equals(file.state());
        } catch (IOException e) {
            return true; // Its directory was replaced. A lasting failure shows at the next attempt.
        }
    }

    /**
     * Handles a file that vanished. It may have been renamed: names that were created in its directory since that was listed are
     * requeued. If the directory vanished too, its parent is listed instead.
     */
    private void handleVanished(QueuedFile file) throws JobFailedException {
        handleVanished(new WalkStart(
                file.file().tree(), file.file().path(), file.file().siblings(), file.attempt()));
    }

    private void handleVanished(WalkStart vanished) throws JobFailedException {
        Optional<ListedNames> listed = Optional.of(vanished.siblings);
        while (listed.isPresent() && !requeueNewNames(listed.get(), vanished)) {
            listed = listed.get().parent();
        }
        if (listed.isEmpty()) {
            unreadable.report(
                    vanished.tree,
                    "",
                    ReadError.ofNewNames(
                            new NoSuchFileException(vanished.tree.root().toString())));
        }
    }

    /** @return {@code false} if the directory is gone */
    private boolean requeueNewNames(ListedNames listed, WalkStart vanished) throws JobFailedException {
        if (!listed.mayListAgain()) {
            run.warn(BackupMessage.NAMES_CHANGING.with(vanished.tree.displayName(listed.directory())));
            return true;
        }
        try (DirectoryHandle directory = vanished.tree.directory().openDirectory(listed.directory())) {
            List<String> names = directory.names();
            String prefix = listed.directory().isEmpty() ? "" : listed.directory() + "/";
            for (String name : listed.addAll(names)) {
                if (!prefix.isEmpty() || !StagingNames.isStagingName(vanished.tree.root(), name)) {
                    requeue(new WalkStart(vanished.tree, prefix + name, listed, ReadAttempt.FIRST));
                }
            }
            if (!vanished.attempt.isLast()
                    && listed == vanished.siblings
                    && names.contains(vanished.path.substring(prefix.length()))) {
                requeue(new WalkStart(
                        vanished.tree,
                        vanished.path,
                        listed,
                        vanished.attempt.replaced())); // Deleted and created again.
            }
            return true;
        } catch (NoSuchFileException | NotDirectoryException | SymbolicLinkException e) {
            return false;
        } catch (IOException e) {
            unreadable.report(vanished.tree, listed.directory(), ReadError.ofNewNames(e));
            return true;
        }
    }

    @Override
    public void close() {
        if (requeuedWalk != null) {
            requeuedWalk.close();
        }
        if (walk != null) {
            walk.close();
        }
    }

    /** Start of a walk: a path, walked through if it is a directory. */
    private record WalkStart(SectionTree tree, String path, ListedNames siblings, ReadAttempt attempt) {}
}
