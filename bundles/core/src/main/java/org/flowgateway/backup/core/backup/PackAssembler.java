package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.PackBuilder;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.FileNames;
import org.flowgateway.backup.core.tree.FileState;
import org.flowgateway.backup.core.tree.FoundFile;
import org.flowgateway.backup.core.tree.Owners;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.tree.TreeWalk;
import org.flowgateway.backup.spi.section.Section;

/**
 * Puts the sections, one after the other, into packs. The workers share it and take turns to choose what goes into their next pack, so all
 * packs together are in the order of the walk; each then reads the files it chose while the others choose or read theirs. A large file is
 * read in turn, part by part and in order, and so is one that has several names. A file that changes while it is read is noticed and read
 * again. A section is frozen before it is walked through and until the last that was found in it is read. Thread-safe.
 */
final class PackAssembler implements AutoCloseable {

    /** Until the first pack is stored nobody knows the backup's directory, and the others wait: it is full with this. */
    private static final int FIRST_PACK_BYTES = 1 << 20;

    private final Iterator<SectionTree> trees;
    private final JobRun run;
    private final Freezer freezer;
    private final Unreadable unreadable;
    private final WholeFileReader reader;
    private final Owners owners = new Owners();
    private final Map<FileState.Identity, String> linked = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private TreeWalk walk;
    private CutFile cut;
    private int packs;

    PackAssembler(List<SectionTree> trees, JobRun run, Freezer freezer) {
        this.trees = trees.iterator();
        this.run = run;
        this.freezer = freezer;
        this.unreadable = new Unreadable(run);
        this.reader = new WholeFileReader(run, unreadable);
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
            pack.reset(packs);
            choose(plan);
            if (walk != null && walk.isAtEnd()) {
                endWalk(); // Not only when the next pack is made: the target may be slow.
            }
            if (plan.isEmpty()) {
                return false;
            }
            packs++;
        }
        read(plan);
        return true;
    }

    private void choose(PackPlan plan) throws JobFailedException, JobCancelledException {
        boolean room = true;
        while (room && (packs > 0 || plan.length() < FIRST_PACK_BYTES)) {
            run.checkNotCancelled();
            if (cut != null) {
                room = continueCut(plan.pack());
            } else if (advance(plan)) {
                room = choose(pending.peek(), plan);
            } else {
                return;
            }
        }
    }

    private boolean advance(PackPlan plan) throws JobFailedException, JobCancelledException {
        while (pending.isEmpty()) {
            if (walk == null) {
                if (!trees.hasNext()) {
                    return false;
                }
                read(plan); // What was chosen of the section before keeps that frozen.
                if (!pending.isEmpty()) {
                    return true;
                }
                SectionTree tree = trees.next();
                freezer.freeze(tree.origin());
                walk = new TreeWalk(tree, unreadable);
                linked.clear(); // A hard link is kept within a section only, so that each can be restored without the others.
            }
            Optional<FoundFile> next = walk.next();
            if (next.isPresent()) {
                freezer.hold(next.get().tree().origin());
                pending.add(new Pending(next.get(), false));
            } else {
                endWalk();
            }
        }
        return true;
    }

    private void endWalk() {
        Section walked = walk.tree().origin();
        walk = null;
        freezer.release(walked);
    }

    /** @return {@code false} if the pack has no room for it: it stays pending */
    private boolean choose(Pending next, PackPlan plan) throws JobFailedException, JobCancelledException {
        FoundFile found = next.found();
        boolean chosen = true;
        boolean toRead = false;
        try {
            Optional<Entry> entry = entry(found);
            if (entry.isPresent()) {
                chosen = choose(new PlannedMember(found, entry.get(), next.changedBefore()), plan);
                toRead = true;
            }
        } catch (IOException e) {
            unreadable.report(found.tree().section(), found.shown(), e);
            passOver(found);
        } catch (IllegalArgumentException e) { // The format cannot hold it: a path or link that is far too long.
            unreadable.report(found.tree().section(), found.shown(), e.getMessage());
            passOver(found);
        }
        if (chosen) {
            pending.removeFirst();
            if (!toRead) {
                freezer.release(found.tree().origin());
            }
        }
        return chosen;
    }

    /** What is in a directory is passed over with it: the walk gave it last, since it goes on only when nothing is pending. */
    private void passOver(FoundFile found) {
        if (walk != null && found.state().isDirectory()) { // Without a walk there was nothing in it.
            walk.leave();
        }
    }

    private Optional<Entry> entry(FoundFile found) throws IOException, JobFailedException {
        FileState state = found.state();
        if (state.isDirectory()) {
            return Optional.of(found.directory(owners));
        }
        if (state.isRegular()) {
            String first = state.links() > 1 ? linked.get(state.identity()) : null;
            return Optional.of(first == null ? found.regular(owners) : found.hardlink(first, owners));
        }
        if (state.isSymlink()) {
            Path target = Files.readSymbolicLink(found.file());
            if (FileNames.isText(target)) {
                return Optional.of(found.symlink(target, owners));
            }
            unreadable.report(found.tree().section(), found.shown(), "it points to a name that is not UTF-8 text: rename that");
            return Optional.empty();
        }
        run.warn(found.shown() + " is a socket, a pipe or a device; it is not in this backup");
        return Optional.empty();
    }

    private boolean choose(PlannedMember member, PackPlan plan) throws IOException, JobFailedException, JobCancelledException {
        FoundFile found = member.found();
        if (plan.add(member)) {
            if (found.state().isRegular() && found.state().links() > 1) {
                read(plan); // Its other names become links to it, so it must be known to be in the backup before they are chosen.
            }
            return true;
        }
        if (plan.isEmpty()) {
            cut = new CutFile(found);
            return true;
        }
        return false;
    }

    /** Reads what was chosen. What changes meanwhile is taken once more, into a later pack. */
    private void read(PackPlan plan) throws JobFailedException, JobCancelledException {
        PackBuilder pack = plan.pack();
        for (PlannedMember member : plan.take()) {
            run.checkNotCancelled();
            if (member.entry().size() == 0) {
                pack.add(member.entry());
                stored(member.found(), 0);
                freezer.release(member.found().tree().origin());
            } else {
                WholeFileReader.Reading reading = reader.read(member, pack);
                reading.changed().ifPresentOrElse(this::takeAgain, () -> freezer.release(member.found().tree().origin()));
                if (reading.isStored()) {
                    stored(member.found(), reading.bytes());
                }
            }
        }
    }

    private synchronized void takeAgain(FoundFile changed) {
        pending.add(new Pending(changed, true));
    }

    private void stored(FoundFile found, long bytes) {
        if (found.state().isRegular() && found.state().links() > 1) { // These are chosen and read in one turn.
            linked.putIfAbsent(found.state().identity(), found.path());
        }
        run.done(1, bytes, 0);
    }

    /** @return {@code false} if the pack is full */
    private boolean continueCut(PackBuilder pack) throws JobFailedException {
        FoundFile found = cut.found();
        try {
            Entry entry = found.regular(owners);
            int room = pack.room(entry);
            if (room <= 0) {
                return false;
            }
            ByteBuffer window = pack.begin(entry, cut.nextPart(), (int) Math.min(room, cut.remaining()));
            try {
                cut.read(window);
            } catch (IOException e) {
                pack.abandon();
                throw e;
            }
            boolean last = window.hasRemaining() || cut.remaining() == 0;
            pack.end(last);
            if (last) {
                checkUnchanged(found);
                stored(found, cut.position());
                closeCut();
                freezer.release(found.tree().origin());
            }
            return true;
        } catch (IOException e) {
            // Parts of it may be stored already and cannot be taken back: whatever the section, this backup cannot be completed.
            throw new JobFailedException(found.shown() + " cannot be read to its end: " + IoMessages.explain(e), e);
        }
    }

    private void checkUnchanged(FoundFile found) throws IOException, JobFailedException {
        Optional<FileState> now = currentState(found);
        if (now.isPresent() && now.get().equals(found.state())) {
            return;
        }
        boolean whole = cut.remaining() == 0;
        if (whole && cut.readsTheSameAgain()) {
            if (now.isPresent() && now.get().identity().equals(found.state().identity()) && now.get().size() > found.state().size()) {
                run.warn(found.shown() + WholeFileReader.GREW);
            }
            return;
        }
        if (found.tree().section().required()) {
            unreadable.report(found.tree().section(), found.shown(), WholeFileReader.CHANGED);
        }
        run.warn(found.shown() + WholeFileReader.TORN);
    }

    private static Optional<FileState> currentState(FoundFile found) throws IOException {
        try {
            return Optional.of(found.again().state());
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Its content is still readable through the open channel, and is compared below.
        }
    }

    private void closeCut() throws IOException {
        cut.close();
        cut = null;
    }

    /** Closes the file that is being read, if any. */
    @Override
    public synchronized void close() throws IOException {
        if (cut != null) {
            closeCut();
        }
    }

    /** A file that is to be chosen next; it was read once already, if it changed meanwhile. */
    private record Pending(FoundFile found, boolean changedBefore) {
    }
}
