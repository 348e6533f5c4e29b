package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.core.DurableFiles;
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
                new RestoreTransaction(journalFile, new RestoreJournal(jobId, RestoreJournal.Step.STAGING, exchanges, toMake));
        transaction.journal.write(journalFile);
        try {
            for (Path directory : toMake) {
                Files.createDirectory(directory);
            }
            for (Exchange exchange : exchanges) {
                Files.createDirectory(exchange.staged(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return transaction;
        } catch (IOException e) {
            transaction.rollBack();
            transaction.close();
            throw e;
        }
    }

    /** A restore of the same id may have left something there whose journal is gone: that is neither taken for ours nor deleted. */
    private static Exchange unused(Path root, String jobId) {
        boolean existed = Trees.exists(root);
        Exchange exchange = Exchange.of(root, jobId, existed);
        for (int i = 2; Trees.exists(exchange.staged()) || Trees.exists(exchange.old()); i++) {
            exchange = Exchange.of(root, jobId + "-" + i, existed);
        }
        return exchange;
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

    /** Whether old and restored states have begun to change places, and may still be taken back. */
    public boolean isSwapping() {
        return journal.step() == RestoreJournal.Step.SWAPPING;
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
        enter(RestoreJournal.Step.SWAPPING);
        for (Exchange exchange : journal.exchanges()) {
            if (exchange.existed()) {
                DurableFiles.rename(exchange.root(), exchange.old());
            }
            DurableFiles.rename(exchange.staged(), exchange.root());
        }
    }

    /** Makes the restored state final. */
    public void commit() throws IOException {
        enter(RestoreJournal.Step.COMMITTED);
    }

    /**
     * Takes everything back that is not committed: the old states stand where they were, and nothing else is left but the journal, which
     * {@link #close} removes.
     */
    public void rollBack() throws IOException {
        if (!journalIsSure) {
            // A commit that failed may have reached the disk all the same: from here on it must not be believed.
            journal.write(journalFile);
            journalIsSure = true;
        }
        if (journal.step() == RestoreJournal.Step.SWAPPING) {
            for (int i = journal.exchanges().size() - 1; i >= 0; i--) {
                takeBack(journal.exchanges().get(i));
            }
        }
        for (Exchange exchange : journal.exchanges()) {
            Trees.delete(exchange.staged());
        }
        for (int i = journal.madeDirectories().size() - 1; i >= 0; i--) {
            removeIfEmpty(journal.madeDirectories().get(i));
        }
    }

    /** The old state is back before anything of the restored one is deleted, so that a crash in here can be followed by another try. */
    private static void takeBack(Exchange exchange) throws IOException {
        boolean restoredInPlace = exchange.existed() ? Trees.exists(exchange.old()) : !Trees.exists(exchange.staged());
        if (!restoredInPlace) {
            return;
        }
        if (Trees.exists(exchange.root())) {
            Trees.delete(exchange.staged());
            DurableFiles.rename(exchange.root(), exchange.staged());
        }
        if (exchange.existed()) {
            DurableFiles.rename(exchange.old(), exchange.root());
        }
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
            LOG.warn("The state from before a restore cannot be removed: delete {} by hand",
                    journal.exchanges().stream().map(Exchange::old).filter(Trees::exists).toList(), e);
        }
    }

    /** Drops the old states of a committed transaction; the journal stays until {@link #close}. */
    public void dropOld() throws IOException {
        for (Exchange exchange : journal.exchanges()) {
            Trees.delete(exchange.old());
        }
    }

    /** Ends a transaction that is settled: its journal goes. */
    public void close() throws IOException {
        DurableFiles.delete(journalFile);
    }

    private void enter(RestoreJournal.Step step) throws IOException {
        RestoreJournal next = journal.at(step);
        journalIsSure = false;
        next.write(journalFile);
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
