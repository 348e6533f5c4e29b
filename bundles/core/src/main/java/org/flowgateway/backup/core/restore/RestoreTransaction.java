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
 * Swaps the trees of several sections so that after any failure, a crash included, either all are in the previous state or all in the
 * restored one. Every method can be repeated after it failed half-way. One thread at a time.
 */
public final class RestoreTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreTransaction.class);

    private static final int MADE_MODE = 0777;

    private final Path journalFile;
    private final FileTrees trees;
    private final List<TreeSwap> swaps = new ArrayList<>();
    private RestoreJournal journal;
    /** Set if the disk is known to hold {@link #journal}: a write that failed may have reached it all the same. */
    private boolean journalIsKnown = true;

    private RestoreTransaction(Path journalFile, RestoreJournal journal, FileTrees trees) {
        this.journalFile = journalFile;
        this.journal = journal;
        this.trees = trees;
        release();
    }

    /**
     * Begins a transaction, and creates and opens the staging directories. If this throws, nothing of it is left.
     *
     * @param journalFile file of its journal
     * @param jobId the restore
     * @param roots the sections' directories, without symbolic links as far as they exist
     * @param trees opens them
     * @throws IOException if the journal or a directory cannot be created
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

    /** Creates the staging directories. Each is empty until the journal holds its inode. */
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

    /**
     * Chooses names that are not taken. A restore of the same id may have left a directory without a journal: it is neither used nor
     * deleted.
     */
    private static SwapRecord unusedRecord(RootLocation location, String jobId, FileTrees trees) throws IOException {
        try (DirectoryHandle slash = trees.open(location.root().getRoot())) {
            String restore = jobId;
            for (int i = 2; ; i++) {
                SwapRecord record = location.isRenamable()
                        ? RenameSwapRecord.of(location, restore)
                        : InPlaceSwapRecord.of(
                                location, restore, DirectoryMetadata.of(slash, relative(location.root())));
                if (slash.find(relative(record.staged())).isEmpty()
                        && slash.find(relative(record.previous())).isEmpty()
                        && !(record instanceof InPlaceSwapRecord inPlace
                                && slash.find(relative(inPlace.leaving())).isPresent())) {
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

    /** Returns the current records of all swaps. */
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
     * Finds a transaction that was interrupted by a crash or a stop.
     *
     * @return empty if there is none
     * @throws IOException if its journal cannot be read: then nothing may be restored until a person has intervened
     */
    public static Optional<RestoreTransaction> findInterrupted(Path journalFile, FileTrees trees) throws IOException {
        return RestoreJournal.read(journalFile).map(journal -> new RestoreTransaction(journalFile, journal, trees));
    }

    /** Returns the id of its job. */
    public String jobId() {
        return journal.jobId();
    }

    /** Returns the sections' directories. */
    public List<Path> roots() {
        return journal.records().stream().map(SwapRecord::root).toList();
    }

    /** Tells whether any section may be in another state than its previous one. */
    public boolean isSwapping() {
        return journal.step() != RestoreJournal.Step.STAGING && !isCommitted();
    }

    /** Tells whether the restored state is final. */
    public boolean isCommitted() {
        return journal.step() == RestoreJournal.Step.COMMITTED;
    }

    /** Returns the staging directory of a root. */
    public Path staged(Path root) {
        return journal.records().get(indexOf(root)).staged();
    }

    /** Returns the open staging directory of a root. It is closed with the transaction. */
    DirectoryHandle staging(Path root) {
        return swaps.get(indexOf(root)).staging();
    }

    /** Checks that the staging directories still have their names, for code that uses paths. */
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

    /** Swaps the states without kept files, see {@link #swap(Map)}. */
    public void swap() throws IOException {
        swap(Map.of());
    }

    /**
     * Puts the restored states in place of the current ones, which are kept until the commit.
     *
     * @param kept files that move from the previous states into the restored ones, by root
     */
    void swap(Map<Path, OmittedPaths> kept) throws IOException {
        for (int i = 0; i < swaps.size(); i++) {
            Path root = journal.records().get(i).root();
            openSwap(i).prepareSwap(kept.getOrDefault(root, OmittedPaths.none(root.toString())));
        }
        enter(journal.with(records()).at(RestoreJournal.Step.SWAPPING));
        for (int i = 0; i < swaps.size(); i++) {
            openSwap(i).swap();
        }
    }

    /**
     * Opens the confirmation window, after the swap.
     *
     * @param deadline its end, by the gateway's clock
     * @param length the time until then
     */
    public void openConfirmationWindow(Instant deadline, Duration length) throws IOException {
        enter(journal.with(new RestoreJournal.Term(deadline, length)).at(RestoreJournal.Step.CONFIRMATION_WINDOW));
    }

    /**
     * Returns the rest of the confirmation window.
     *
     * @param now by the gateway's clock
     * @return zero if it has expired; empty if there is none, or if a rollback has begun
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
        Duration remaining = Duration.between(now, term.deadline());
        return Optional.of(
                remaining.isNegative()
                        ? Duration.ZERO
                        : remaining.compareTo(term.length()) > 0 ? term.length() : remaining);
    }

    /** Returns the end of the confirmation window, by the gateway's clock; empty if there is none. */
    public Optional<Instant> deadline() {
        return journal.term().map(RestoreJournal.Term::deadline);
    }

    /** Makes the restored state final. If this throws, it may or may not be: both {@link #rollBack} and another call are possible. */
    public void commit() throws IOException {
        enter(journal.at(RestoreJournal.Step.COMMITTED));
    }

    /**
     * Rolls back all that is not committed. Afterwards the previous states are at their roots, and nothing else is left but the journal,
     * which {@link #close} deletes.
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
        void applyTo(TreeSwap swap) throws IOException;
    }

    /** Applies a step to all swaps, the last one first. A failure of one does not stop the others. */
    private void forEachSwap(Step step) throws IOException {
        SectionFailures failures = new SectionFailures();
        for (int i = swaps.size() - 1; i >= 0; i--) {
            try {
                step.applyTo(openSwap(i));
            } catch (IOException | RuntimeException e) {
                failures.add(journal.records().get(i).root(), e);
            }
        }
        failures.throwIfAny();
    }

    /**
     * Checks that no other process completes, or has completed, this transaction. A journal that cannot be read for the moment must not
     * prevent a rollback.
     */
    private void checkOwner() throws IOException {
        try {
            journal.checkOwner(journalFile);
        } catch (JournalOwnerException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("The restore journal cannot be read; the restore is rolled back all the same", e);
        }
    }

    /** Journals the rollback: from here on, a crash must lead to it. A later step that may be on the disk is overwritten. */
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
                // A full state directory must not prevent a rollback. After a crash in between, the trees tell how far
                // it was.
                LOG.warn("The restore journal cannot be written; the restore is rolled back all the same", e);
                journal = journal.at(RestoreJournal.Step.ROLLING_BACK);
            }
        }
        journalIsKnown = true;
    }

    /** Journals the end of the rollback. If that fails, recovery checks the trees once more and finds them rolled back. */
    private void journalRolledBack() {
        RestoreJournal rolledBack = journal.at(RestoreJournal.Step.STAGING);
        try {
            rolledBack.replace(journalFile);
        } catch (IOException e) {
            LOG.warn("The restore journal cannot be written; the restore is rolled back all the same", e);
        }
        journal = rolledBack;
    }

    /**
     * Completes or rolls back an interrupted transaction; {@link #close} is left to do. A previous state that cannot be deleted is left
     * where it is: the restored one is final all the same.
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
                | Error e) { // The restored state is final, and must become active whatever is left beside it.
            LOG.warn(
                    "The restored state is final, but these trees could not be deleted. The next restore or start tries again: {}",
                    undeletedPaths(),
                    e);
        }
    }

    /**
     * Drops the previous states of a committed transaction; the journal stays until {@link #close}.
     *
     * @throws IOException if one could not be deleted, or the attributes of a root not be set afterwards; all were tried
     */
    public void dropPrevious() throws IOException {
        checkOwner();
        forEachSwap(TreeSwap::dropPrevious);
    }

    /** Returns the trees that {@link #dropPrevious} should have deleted and that still exist. */
    public List<Path> undeletedPaths() {
        return undeletedTrees().stream().map(UndeletedTrees.Tree::path).toList();
    }

    private List<UndeletedTrees.Tree> undeletedTrees() {
        List<UndeletedTrees.Tree> undeleted = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            try {
                undeleted.addAll(openSwap(i).undeleted());
            } catch (IOException e) {
                SwapRecord record = journal.records().get(i);
                LOG.warn("Cannot determine whether {} still exists", record.previous(), e);
                record.inodes()
                        .previous()
                        .ifPresent(inode -> undeleted.add(new UndeletedTrees.Tree(record.previous(), inode)));
            }
        }
        return undeleted;
    }

    /** Deletes the trees that earlier restores could not delete, as far as that is possible now. */
    public static void retryDeletions(Path journalFile, FileTrees trees) {
        UndeletedTrees.beside(journalFile, trees).retry();
    }

    /** Ends a completed transaction and deletes its journal. Trees that could not be deleted are recorded for the next restore. */
    public void close() throws IOException {
        if (isCommitted()) {
            UndeletedTrees.beside(journalFile, trees).add(undeletedTrees());
        }
        journal.delete(journalFile);
        release();
    }

    /** Closes all directories. They are opened again by their paths when needed. */
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
