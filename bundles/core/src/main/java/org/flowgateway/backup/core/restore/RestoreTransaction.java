package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.flowgateway.backup.core.tree.RootLocation;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.MountTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the trees of several sections so that after any failure, a crash included, either all are the old ones or all the restored
 * ones. Every method can be repeated after it failed half-way. One thread at a time.
 */
public final class RestoreTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreTransaction.class);

    private static final int MADE_MODE = 0777;

    private final Path journalFile;
    private final FileTrees trees;
    private final List<TreeSwap> swaps = new ArrayList<>();
    private RestoreJournal journal;
    /** Whether the disk has what {@link #journal} says: a write that failed may have reached it all the same. */
    private boolean journalIsKnown = true;

    private RestoreTransaction(Path journalFile, RestoreJournal journal, FileTrees trees) {
        this.journalFile = journalFile;
        this.journal = journal;
        this.trees = trees;
        release();
    }

    /**
     * Begins a transaction and makes the directories to stage in, which stay open. If this throws, nothing is left of it.
     *
     * @param journalFile where its journal goes
     * @param jobId the restore
     * @param roots the sections' directories, without symbolic links as far as they exist
     * @param trees opens them
     * @throws IOException if the journal or a directory cannot be made
     */
    public static RestoreTransaction begin(Path journalFile, String jobId, List<Path> roots, FileTrees trees)
            throws IOException {
        MountTable mounts = MountTable.read();
        List<SwapRecord> records = new ArrayList<>();
        List<Path> toMake = new ArrayList<>();
        for (Path root : roots) {
            RootLocation location = RootLocation.of(trees, mounts, root);
            records.add(unusedRecord(location, jobId, trees));
            List<Path> missing = new ArrayList<>();
            for (Path above = root.getParent();
                    !above.equals(location.above()) && !toMake.contains(above);
                    above = above.getParent()) {
                missing.add(above);
            }
            Collections.reverse(missing);
            toMake.addAll(missing);
        }
        RestoreTransaction transaction = new RestoreTransaction(
                journalFile,
                new RestoreJournal(
                        UUID.randomUUID().toString(),
                        jobId,
                        RestoreJournal.Step.STAGING,
                        records,
                        toMake,
                        Optional.empty()),
                trees);
        transaction.journal.begin(journalFile);
        try {
            transaction.createStaging();
            return transaction;
        } catch (IOException e) {
            transaction.rollBack();
            transaction.close();
            throw e;
        }
    }

    /** Each directory is empty until the journal says which one it is. */
    private void createStaging() throws IOException {
        for (Path directory : journal.madeDirectories()) {
            try (DirectoryHandle above = trees.open(directory.getParent())) {
                above.createDirectory(directory.getFileName().toString(), MADE_MODE);
            }
        }
        for (int i = 0; i < swaps.size(); i++) {
            openSwap(i).createStaging();
        }
        enter(journal.with(records()));
    }

    /** A restore of the same id may have left something there whose journal is gone: that is neither taken for ours nor deleted. */
    private static SwapRecord unusedRecord(RootLocation location, String jobId, FileTrees trees) throws IOException {
        try (DirectoryHandle slash = trees.open(location.root().getRoot())) {
            String restore = jobId;
            for (int i = 2; ; i++) {
                SwapRecord record = location.isRenamable()
                        ? RenameSwapRecord.of(location, restore)
                        : InPlaceSwapRecord.of(
                                location, restore, DirectoryAttributes.of(slash, relative(location.root())));
                if (slash.find(relative(record.staged())).isEmpty()
                        && slash.find(relative(record.previous())).isEmpty()
                        && !(record instanceof InPlaceSwapRecord kept
                                && slash.find(relative(kept.leaving())).isPresent())) {
                    return record;
                }
                restore = jobId + "-" + i;
            }
        }
    }

    private static String relative(Path path) {
        return path.toString().substring(1);
    }

    private TreeSwap openSwap(int section) throws IOException {
        TreeSwap swap = swaps.get(section);
        if (swap == null) {
            swap = journal.records().get(section).open(trees);
            swaps.set(section, swap);
        }
        return swap;
    }

    /** As they are by now. */
    private List<SwapRecord> records() {
        List<SwapRecord> records = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            records.add(
                    swaps.get(i) == null
                            ? journal.records().get(i)
                            : swaps.get(i).record());
        }
        return records;
    }

    /**
     * Finds the transaction that a crash cut off.
     *
     * @return empty if there is none
     * @throws IOException if there is one whose journal cannot be read: then nothing may be restored until a person has looked
     */
    public static Optional<RestoreTransaction> findInterrupted(Path journalFile, FileTrees trees) throws IOException {
        return RestoreJournal.read(journalFile).map(journal -> new RestoreTransaction(journalFile, journal, trees));
    }

    /** The restore it belongs to. */
    public String jobId() {
        return journal.jobId();
    }

    /** The sections' directories. */
    public List<Path> roots() {
        return journal.records().stream().map(SwapRecord::root).toList();
    }

    /** Whether the gateway has, or may have, something else than the old state. */
    public boolean isSwapping() {
        return journal.step() != RestoreJournal.Step.STAGING && !isCommitted();
    }

    /** Whether the restored state is final. */
    public boolean isCommitted() {
        return journal.step() == RestoreJournal.Step.COMMITTED;
    }

    /** Where a root's restored state is to be made. */
    public Path staged(Path root) {
        return journal.records().get(indexOf(root)).staged();
    }

    /** The same directory, open; it is closed with the transaction. */
    DirectoryHandle staging(Path root) {
        return swaps.get(indexOf(root)).staging();
    }

    /** Checks that the staged directories still have their names, for code that goes by paths. */
    void checkStaged() throws IOException {
        for (int i = 0; i < swaps.size(); i++) {
            openSwap(i).checkStaged();
        }
    }

    private int indexOf(Path root) {
        for (int i = 0; i < journal.records().size(); i++) {
            if (journal.records().get(i).root().equals(root)) {
                return i;
            }
        }
        throw new IllegalArgumentException(root + " is not restored");
    }

    /** As {@link #swap(Map)}, with nothing kept of the old states. */
    public void swap() throws IOException {
        swap(Map.of());
    }

    /**
     * Puts the restored states in the places of the old ones, which are kept until the end.
     *
     * @param kept what moves from old states into restored ones, by root
     */
    void swap(Map<Path, KeptPaths> kept) throws IOException {
        for (int i = 0; i < swaps.size(); i++) {
            Path root = journal.records().get(i).root();
            openSwap(i).prepareSwap(kept.getOrDefault(root, KeptPaths.none(root.toString())));
        }
        enter(journal.with(records()).at(RestoreJournal.Step.SWAPPING));
        for (int i = 0; i < swaps.size(); i++) {
            openSwap(i).swap();
        }
    }

    /**
     * Puts the restored state, which is in its place, on probation.
     *
     * @param deadline when that ends, by the gateway's clock
     * @param length the time until then
     */
    public void openConfirmationWindow(Instant deadline, Duration length) throws IOException {
        enter(journal.with(new RestoreJournal.Term(deadline, length)).at(RestoreJournal.Step.CONFIRMATION_WINDOW));
    }

    /**
     * How much is left of a probation.
     *
     * @param now by the gateway's clock
     * @return zero if it is over; empty if there is none, or if it is being taken back already
     * @throws IOException if the gateway's tree cannot be read
     */
    public Optional<Duration> remainingConfirmationTime(Instant now) throws IOException {
        if (journal.step() != RestoreJournal.Step.CONFIRMATION_WINDOW) {
            return Optional.empty();
        }
        for (int i = 0; i < swaps.size(); i++) {
            if (!openSwap(i).isRestored()) {
                return Optional.empty();
            }
        }
        RestoreJournal.Term term = journal.term().orElseThrow();
        Duration left = Duration.between(now, term.deadline());
        return Optional.of(
                left.isNegative() ? Duration.ZERO : left.compareTo(term.length()) > 0 ? term.length() : left);
    }

    /** When the probation ends, by the gateway's clock; empty if there is none. */
    public Optional<Instant> deadline() {
        return journal.term().map(RestoreJournal.Term::deadline);
    }

    /** Makes the restored state final. If this throws, it may or may not be: {@link #rollBack} and another try are both possible. */
    public void commit() throws IOException {
        enter(journal.at(RestoreJournal.Step.COMMITTED));
    }

    /**
     * Takes everything back that is not committed: the old states stand where they were, and nothing else is left but the journal, which
     * {@link #close} removes.
     *
     * @throws IOException if a section could not be rolled back; all were tried. The journal must stay then
     */
    public void rollBack() throws IOException {
        checkOwner();
        journalRollback();
        if (journal.step() != RestoreJournal.Step.STAGING) {
            forEachSwap(TreeSwap::rollBack);
            journalRolledBack();
        }
        forEachSwap(TreeSwap::deleteStaged);
        for (int i = journal.madeDirectories().size() - 1; i >= 0; i--) {
            removeIfEmpty(journal.madeDirectories().get(i));
        }
    }

    private interface Step {
        void on(TreeSwap swap) throws IOException;
    }

    /** The last section first. One that fails does not keep the others from their turn. */
    private void forEachSwap(Step step) throws IOException {
        SectionFailures failures = new SectionFailures();
        for (int i = swaps.size() - 1; i >= 0; i--) {
            try {
                step.on(openSwap(i));
            } catch (IOException | RuntimeException e) {
                failures.add(journal.records().get(i).root(), e);
            }
        }
        failures.throwIfAny();
    }

    /** What somebody else settles, or has settled, is not touched. A journal that cannot be read for the moment must not keep anybody from that. */
    private void checkOwner() throws IOException {
        try {
            journal.checkOwner(journalFile);
        } catch (JournalOwnerException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("The restore journal cannot be read; the restore is rolled back all the same", e);
        }
    }

    /** From here on a crash must lead back. A step that may be on disk and says otherwise is overwritten. */
    private void journalRollback() throws IOException {
        RestoreJournal.Step onDisk = journalIsKnown
                ? journal.step()
                : RestoreJournal.read(journalFile).map(RestoreJournal::step).orElse(journal.step());
        if (onDisk == RestoreJournal.Step.COMMITTED) {
            enter(journal.at(RestoreJournal.Step.ROLLING_BACK));
        } else if (onDisk == RestoreJournal.Step.CONFIRMATION_WINDOW) {
            try {
                enter(journal.at(RestoreJournal.Step.ROLLING_BACK));
            } catch (IOException e) {
                // A state directory that is full must not keep the gateway from going back. A crash before it is back
                // shows by its trees.
                LOG.warn("The restore journal cannot be written; the restore is taken back all the same", e);
                journal = journal.at(RestoreJournal.Step.ROLLING_BACK);
            }
        }
        journalIsKnown = true;
    }

    /** The old state is back. If that cannot be noted, it is looked at once more after a crash, and found as it is. */
    private void journalRolledBack() {
        RestoreJournal back = journal.at(RestoreJournal.Step.STAGING);
        try {
            back.replace(journalFile);
        } catch (IOException e) {
            LOG.warn("The restore journal cannot be written; the restore is taken back all the same", e);
        }
        journal = back;
    }

    /**
     * Brings a transaction that a crash cut off to the state it is bound for; what is left to do is {@link #close}. An old state that
     * cannot be dropped is left where it is: the restored one stands all the same.
     */
    public void recover() throws IOException {
        if (!isCommitted()) {
            try {
                rollBack();
            } catch (IOException e) {
                release();
                throw e;
            }
            return;
        }
        try {
            dropPrevious();
        } catch (IOException
                | RuntimeException
                | Error e) { // The restored state is final, and must come into use whatever is left beside it.
            LOG.warn(
                    "The restored state stands, but what was to be tidied after it could not be. The next restore or start tries again: {}",
                    undeletedPaths(),
                    e);
        }
    }

    /**
     * Drops the old states of a committed transaction; the journal stays until {@link #close}.
     *
     * @throws IOException if one could not be dropped, or a root not be given its own attributes after that; all were tried
     */
    public void dropPrevious() throws IOException {
        checkOwner();
        forEachSwap(TreeSwap::dropPrevious);
    }

    /** What {@link #dropPrevious} should have removed and is still there. */
    public List<Path> undeletedPaths() {
        return undeletedTrees().stream().map(UndeletedTrees.Tree::path).toList();
    }

    private List<UndeletedTrees.Tree> undeletedTrees() {
        List<UndeletedTrees.Tree> left = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            try {
                left.addAll(openSwap(i).undeleted());
            } catch (IOException e) {
                SwapRecord record = journal.records().get(i);
                LOG.warn("It cannot be seen whether {} is still there", record.previous(), e);
                record.inodes()
                        .previous()
                        .ifPresent(inode -> left.add(new UndeletedTrees.Tree(record.previous(), inode)));
            }
        }
        return left;
    }

    /** Deletes what earlier restores could not delete, as far as that is possible by now. */
    public static void retryDeletions(Path journalFile, FileTrees trees) {
        UndeletedTrees.beside(journalFile, trees).retry();
    }

    /** Ends a transaction that is settled: its journal goes. What could not be deleted is noted for the next restore. */
    public void close() throws IOException {
        if (isCommitted()) {
            UndeletedTrees.beside(journalFile, trees).add(undeletedTrees());
        }
        journal.delete(journalFile);
        release();
    }

    /** Closes all directories; they are opened again by their paths if they are needed. */
    void release() {
        swaps.stream().filter(Objects::nonNull).forEach(TreeSwap::close);
        swaps.clear();
        swaps.addAll(Collections.nCopies(journal.records().size(), null));
    }

    private void enter(RestoreJournal next) throws IOException {
        journalIsKnown = false;
        next.replace(journalFile);
        journal = next;
        journalIsKnown = true;
    }

    private void removeIfEmpty(Path directory) throws IOException {
        try (DirectoryHandle above = trees.open(directory.getParent())) {
            above.deleteDirectory(directory.getFileName().toString());
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.debug("{} was made for a restore and is gone", directory, e);
        } catch (DirectoryNotEmptyException e) {
            LOG.info("{} was made for a restore and is kept: something else is in it by now", directory);
        }
    }
}
