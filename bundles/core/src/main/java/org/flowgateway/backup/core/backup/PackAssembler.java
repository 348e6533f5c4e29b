package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/**
 * Reads the sections, one after the other, into packs. The workers share it and take turns: there is one reader, so a large file is read
 * in order, and what is compressed side by side was read one after the other. A file that changes while it is read is noticed and read
 * again, before its pack is sealed. Thread-safe.
 */
final class PackAssembler implements AutoCloseable {

    private static final String CHANGED = "it is written to all the time; stop what writes to it, or try again";
    private static final String GREW = " grew while it was read; it is in this backup as long as it was at first";
    private static final String TORN = " changed while it was read, twice; it is in this backup as it was read, perhaps not in one piece";

    /** Until the first pack is stored nobody knows the backup's directory, and the others wait: it is full with this. */
    private static final int FIRST_PACK_BYTES = 1 << 20;

    private final Iterator<SectionTree> trees;
    private final JobRun run;
    private final Unreadable unreadable;
    private final Owners owners = new Owners();
    private final Map<FileState.Identity, String> linked = new HashMap<>();

    private TreeWalk walk;
    private Optional<FoundFile> pending = Optional.empty();
    private boolean pendingWasChanged;
    private CutFile cut;
    private int packs;

    PackAssembler(List<SectionTree> trees, JobRun run) {
        this.trees = trees.iterator();
        this.run = run;
        this.unreadable = new Unreadable(run);
    }

    /**
     * Fills the next pack.
     *
     * @param pack is reset and filled
     * @return {@code false} if nothing is left, and the pack is empty
     * @throws JobFailedException if something of a required section cannot be read
     * @throws JobCancelledException if the job was asked to stop
     */
    synchronized boolean fill(PackBuilder pack) throws JobFailedException, JobCancelledException {
        pack.reset(packs);
        boolean room = true;
        while (room && (packs > 0 || pack.length() < FIRST_PACK_BYTES)) {
            run.checkNotCancelled();
            if (cut != null) {
                room = continueCut(pack);
            } else if (advance()) {
                room = take(pending.get(), pack);
            } else {
                break;
            }
        }
        if (pack.isEmpty()) {
            return false;
        }
        packs++;
        return true;
    }

    private boolean advance() throws JobFailedException {
        while (pending.isEmpty()) {
            if (walk == null) {
                if (!trees.hasNext()) {
                    return false;
                }
                walk = new TreeWalk(trees.next(), unreadable);
                linked.clear(); // A hard link is kept within a section only, so that each can be restored without the others.
            }
            pending = walk.next();
            if (pending.isEmpty()) {
                walk = null;
            }
        }
        return true;
    }

    /** @return {@code false} if the pack has no room for it: it stays pending */
    private boolean take(FoundFile found, PackBuilder pack) throws JobFailedException {
        Taken taken;
        try {
            taken = found.state().isRegular() ? takeFile(found, pack) : takeOther(found, pack);
        } catch (IOException e) {
            unreadable.report(found.tree().section(), found.shown(), e);
            taken = Taken.DONE;
        } catch (IllegalArgumentException e) { // The format cannot hold it: a path or link that is far too long.
            unreadable.report(found.tree().section(), found.shown(), e.getMessage());
            taken = Taken.DONE;
        }
        if (taken == Taken.DONE) {
            pending = Optional.empty();
            pendingWasChanged = false;
        }
        return taken != Taken.NO_ROOM;
    }

    private Taken takeOther(FoundFile found, PackBuilder pack) throws IOException, JobFailedException {
        if (found.state().isDirectory()) {
            return add(found, found.directory(owners), pack);
        }
        if (found.state().isSymlink()) {
            Path target = Files.readSymbolicLink(found.file());
            if (FileNames.isText(target)) {
                return add(found, found.symlink(target, owners), pack);
            }
            unreadable.report(found.tree().section(), found.shown(), "it points to a name that is not UTF-8 text: rename that");
            return Taken.DONE;
        }
        run.warn(found.shown() + " is a socket, a pipe or a device; it is not in this backup");
        return Taken.DONE;
    }

    private Taken takeFile(FoundFile found, PackBuilder pack) throws IOException, JobFailedException {
        FileState state = found.state();
        String first = state.links() > 1 ? linked.get(state.identity()) : null;
        if (first != null) {
            return add(found, found.hardlink(first, owners), pack);
        }
        Entry entry = found.regular(owners);
        if (state.size() == 0) {
            return add(found, entry, pack);
        }
        int room = pack.room(entry);
        if (state.size() <= room) {
            return readWhole(found, entry, pack);
        }
        if (pack.isEmpty()) {
            cut = new CutFile(found);
            return Taken.DONE;
        }
        return Taken.NO_ROOM;
    }

    private Taken add(FoundFile found, Entry entry, PackBuilder pack) {
        if (pack.room(entry) < 0) {
            return Taken.NO_ROOM;
        }
        pack.add(entry);
        stored(found, 0);
        return Taken.DONE;
    }

    /** Reads a file that fits. If it was changed meanwhile, it is left pending with its new state, to be taken once more. */
    private Taken readWhole(FoundFile found, Entry entry, PackBuilder pack) throws IOException, JobFailedException {
        ByteBuffer window = pack.begin(entry, 0, (int) found.state().size());
        FoundFile after;
        try (FileChannel channel = FileChannel.open(found.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            FileContent.fill(channel, window);
            after = found.again();
        } catch (IOException e) {
            pack.abandon();
            throw e;
        }
        boolean whole = !window.hasRemaining();
        if (whole && after.state().equals(found.state())) {
            end(found, found.state().size(), pack);
            return Taken.DONE;
        }
        if (!pendingWasChanged && !after.state().isDirectory()) { // The walk would not go into a directory that it has passed.
            pack.abandon();
            pending = Optional.of(after);
            pendingWasChanged = true;
            return Taken.CHANGED;
        }
        boolean grew = whole && after.state().identity().equals(found.state().identity()) && after.state().size() > found.state().size();
        if (!grew && found.tree().section().required()) {
            pack.abandon();
            unreadable.report(found.tree().section(), found.shown(), CHANGED);
        }
        run.warn(found.shown() + (grew ? GREW : TORN));
        end(found, found.state().size() - window.remaining(), pack);
        return Taken.DONE;
    }

    private void end(FoundFile found, long bytes, PackBuilder pack) {
        pack.end(true);
        stored(found, bytes);
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
                run.warn(found.shown() + GREW);
            }
            return;
        }
        if (found.tree().section().required()) {
            unreadable.report(found.tree().section(), found.shown(), CHANGED);
        }
        run.warn(found.shown() + TORN);
    }

    private static Optional<FileState> currentState(FoundFile found) throws IOException {
        try {
            return Optional.of(found.again().state());
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Its content is still readable through the open channel, and is compared below.
        }
    }

    private void stored(FoundFile found, long bytes) {
        if (found.state().isRegular() && found.state().links() > 1) {
            linked.putIfAbsent(found.state().identity(), found.path());
        }
        run.done(1, bytes, 0);
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

    /** What became of a file that was to be taken. */
    private enum Taken {
        /** It is in the pack, or will never be in one. */
        DONE,
        /** It changed while it was read, and is to be taken once more. */
        CHANGED,
        /** The pack has no room for it. */
        NO_ROOM
    }
}
