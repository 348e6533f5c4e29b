package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.flowgateway.backup.core.tree.RootPlace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the trees of several sections so that after any failure, a crash included, either all are the old ones or all the restored
 * ones. Every method can be repeated after it failed half-way. One thread at a time.
 */
public final class RestoreTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreTransaction.class);

    private final Path journalFile;
    private RestoreJournal journal;
    /** Whether the disk has what {@link #journal} says: a write that failed may have reached it all the same. */
    private boolean journalIsSure = true;

    private RestoreTransaction(Path journalFile, RestoreJournal journal) {
        this.journalFile = journalFile;
        this.journal = journal;
    }

    /**
     * Begins a transaction and makes the directories to stage in. If this throws, nothing is left of it.
     *
     * @param journalFile where its journal goes
     * @param jobId the restore
     * @param roots the sections' directories, without symbolic links as far as they exist
     * @throws IOException if the journal or a directory cannot be made
     */
    public static RestoreTransaction begin(Path journalFile, String jobId, List<Path> roots) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        List<Path> toMake = new ArrayList<>();
        for (Path root : roots) {
            exchanges.add(unused(root, jobId));
            List<Path> missing = new ArrayList<>();
            for (Path above = root.getParent(); !Trees.exists(above) && !toMake.contains(above); above = above.getParent()) {
                missing.add(above);
            }
            Collections.reverse(missing);
            toMake.addAll(missing);
        }
        RestoreTransaction transaction =
                new RestoreTransaction(journalFile, new RestoreJournal(UUID.randomUUID().toString(), jobId, RestoreJournal.Step.STAGING,
                        exchanges, toMake, Optional.empty()));
        transaction.journal.begin(journalFile);
        try {
            for (Path directory : toMake) {
                Files.createDirectory(directory);
            }
            for (Exchange exchange : exchanges) {
                exchange.prepare();
            }
            return transaction;
        } catch (IOException e) {
            transaction.rollBack();
            transaction.close();
            throw e;
        }
    }

    /** A restore of the same id may have left something there whose journal is gone: that is neither taken for ours nor deleted. */
    private static Exchange unused(Path root, String jobId) throws IOException {
        boolean existed = Trees.exists(root);
        boolean renamable = RootPlace.isRenamable(root);
        String restore = jobId;
        for (int i = 2;; i++) {
            Exchange exchange = renamable ? RenamedRoot.of(root, restore, existed) : KeptRoot.of(root, restore);
            if (!Trees.exists(exchange.staged()) && !Trees.exists(exchange.old())) {
                return exchange;
            }
            restore = jobId + "-" + i;
        }
    }

    /**
     * Finds the transaction that a crash cut off.
     *
     * @return empty if there is none
     * @throws IOException if there is one whose journal cannot be read: then nothing may be restored until a person has looked
     */
    public static Optional<RestoreTransaction> cutOff(Path journalFile) throws IOException {
        return RestoreJournal.read(journalFile).map(journal -> new RestoreTransaction(journalFile, journal));
    }

    /** The restore it belongs to. */
    public String jobId() {
        return journal.jobId();
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
        return journal.exchanges().stream().filter(exchange -> exchange.root().equals(root)).findFirst().orElseThrow().staged();
    }

    /** Puts the restored states in the places of the old ones, which are kept. */
    public void swap() throws IOException {
        List<Exchange> ready = new ArrayList<>();
        for (Exchange exchange : journal.exchanges()) {
            ready.add(exchange.ready());
        }
        enter(journal.with(ready).at(RestoreJournal.Step.SWAPPING));
        for (Exchange exchange : ready) {
            exchange.swap();
        }
    }

    /**
     * Puts the restored state, which is in its place, on probation.
     *
     * @param deadline when that ends, by the gateway's clock
     * @param length the time until then
     */
    public void beginProbation(Instant deadline, Duration length) throws IOException {
        enter(journal.with(new RestoreJournal.Term(deadline, length)).at(RestoreJournal.Step.PROBATION));
    }

    /**
     * How much is left of a probation.
     *
     * @param now by the gateway's clock
     * @return zero if it is over; empty if there is none, or if it is being taken back already
     * @throws IOException if the gateway's tree cannot be read
     */
    public Optional<Duration> probation(Instant now) throws IOException {
        if (journal.step() != RestoreJournal.Step.PROBATION) {
            return Optional.empty();
        }
        for (Exchange exchange : journal.exchanges()) {
            if (!exchange.isRestored()) {
                return Optional.empty();
            }
        }
        RestoreJournal.Term term = journal.term().orElseThrow();
        Duration left = Duration.between(now, term.deadline());
        return Optional.of(left.isNegative() ? Duration.ZERO : left.compareTo(term.length()) > 0 ? term.length() : left);
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
     */
    public void rollBack() throws IOException {
        checkOwn();
        makeKnown();
        if (journal.step() != RestoreJournal.Step.STAGING) {
            for (int i = journal.exchanges().size() - 1; i >= 0; i--) {
                journal.exchanges().get(i).takeBack();
            }
            leaveStaging();
        }
        for (Exchange exchange : journal.exchanges()) {
            exchange.clear();
        }
        for (int i = journal.madeDirectories().size() - 1; i >= 0; i--) {
            removeIfEmpty(journal.madeDirectories().get(i));
        }
    }

    /** What somebody else settles, or has settled, is not touched. A journal that cannot be read for the moment must not keep anybody from that. */
    private void checkOwn() throws IOException {
        try {
            journal.checkOwn(journalFile);
        } catch (ForeignJournalException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("The restore journal cannot be read; the restore is rolled back all the same", e);
        }
    }

    /** From here on a crash must lead back. A step that may be on disk and says otherwise is overwritten. */
    private void makeKnown() throws IOException {
        RestoreJournal.Step onDisk = journalIsSure ? journal.step()
                : RestoreJournal.read(journalFile).map(RestoreJournal::step).orElse(journal.step());
        if (onDisk == RestoreJournal.Step.COMMITTED) {
            enter(journal.at(RestoreJournal.Step.TAKING_BACK));
        } else if (onDisk == RestoreJournal.Step.PROBATION) {
            try {
                enter(journal.at(RestoreJournal.Step.TAKING_BACK));
            } catch (IOException e) {
                // A state directory that is full must not keep the gateway from going back. A crash before it is back shows by its trees.
                LOG.warn("The restore journal cannot be written; the restore is taken back all the same", e);
                journal = journal.at(RestoreJournal.Step.TAKING_BACK);
            }
        }
        journalIsSure = true;
    }

    /** The old state is back. If that cannot be noted, it is looked at once more after a crash, and found as it is. */
    private void leaveStaging() {
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
    public void settle() throws IOException {
        if (!isCommitted()) {
            rollBack();
            return;
        }
        try {
            dropOld();
        } catch (IOException e) {
            LOG.warn("The restored state stands, but what was to be tidied after it could not be: delete {} by hand, and see to what is said"
                    + " here", left(), e);
        }
    }

    /**
     * Drops the old states of a committed transaction; the journal stays until {@link #close}.
     *
     * @throws IOException if one could not be dropped, or a root not be given its own attributes after that; all were tried
     */
    public void dropOld() throws IOException {
        checkOwn();
        IOException failure = null;
        for (Exchange exchange : journal.exchanges()) {
            try {
                exchange.dropOld();
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What {@link #dropOld} should have removed and is still there. */
    public List<Path> left() {
        return journal.exchanges().stream().flatMap(exchange -> Stream.of(exchange.old(), exchange.staged())).filter(Trees::exists).toList();
    }

    /** Ends a transaction that is settled: its journal goes. */
    public void close() throws IOException {
        journal.delete(journalFile);
    }

    private void enter(RestoreJournal next) throws IOException {
        journalIsSure = false;
        next.replace(journalFile);
        journal = next;
        journalIsSure = true;
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(directory);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.info("{} was made for a restore and is kept: something else lies in it by now", directory);
        }
    }
}
