package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.flowgateway.backup.core.file.DurableFiles;
import org.flowgateway.backup.tree.FileNames;

/**
 * Journal of a restore, from which a crashed one is rolled back or completed. It holds every path, so that recovery needs neither a
 * section's bundle nor configuration.
 *
 * @param transaction distinguishes it from journals of other restores, also of another gateway's with the same job id; "" in the journal of
 *        an earlier version
 * @param jobId the restore
 * @param step its progress
 * @param records the swaps of all sections, in order
 * @param madeDirectories directories above the roots that were created for the restore, outermost first
 * @param term the confirmation window; empty before it
 */
record RestoreJournal(
        String transaction,
        String jobId,
        Step step,
        List<SwapRecord> records,
        List<Path> madeDirectories,
        Optional<Term> term) {

    /** Current version. The first had no version number and renamed roots only; inode numbers came with the third. */
    private static final int VERSION = 3;

    /** Steps of a restore. Each is on the disk before anything of it is done. */
    enum Step {
        /**
         * The restored state is being staged, with the current one untouched; or a rollback is complete. After a crash, the staged trees
         * are deleted.
         */
        STAGING("STAGING"),
        /** The current and the restored states are being swapped, and sections called. After a crash, everything is rolled back. */
        SWAPPING("SWAPPING"),
        /**
         * The restored state is active until the deadline, or for good once it is confirmed. After a crash or a stop, the window continues
         * for the rest of its time; if that has passed, everything is rolled back.
         */
        CONFIRMATION_WINDOW("PROBATION"),
        /** The previous state is coming back, whatever an earlier step said. After a crash, the rollback continues. */
        ROLLING_BACK("TAKING_BACK"),
        /** The restored state is final. After a crash, only the previous one is left to be deleted. */
        COMMITTED("COMMITTED");

        private final String stored;

        Step(String stored) {
            this.stored = stored;
        }

        static Step parse(String stored) {
            return Arrays.stream(values())
                    .filter(step -> step.stored.equals(stored))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("step [" + stored + "] is unknown"));
        }
    }

    /**
     * Confirmation window.
     *
     * @param deadline its end, by the gateway's clock
     * @param length its whole length, so that a clock that was set back cannot extend it
     */
    record Term(Instant deadline, Duration length) {
        Term {
            Objects.requireNonNull(deadline, "deadline");
            Objects.requireNonNull(length, "length");
        }
    }

    RestoreJournal {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(term, "term");
        records = List.copyOf(records);
        madeDirectories = List.copyOf(madeDirectories);
    }

    RestoreJournal at(Step next) {
        return new RestoreJournal(transaction, jobId, next, records, madeDirectories, term);
    }

    RestoreJournal with(List<SwapRecord> changed) {
        return new RestoreJournal(transaction, jobId, step, changed, madeDirectories, term);
    }

    RestoreJournal with(Term limit) {
        return new RestoreJournal(transaction, jobId, step, records, madeDirectories, Optional.of(limit));
    }

    /**
     * Writes the first journal of a transaction.
     *
     * @throws IOException if it cannot be written, or a journal exists already
     */
    void begin(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(RestoreMessage.JOURNAL_EXISTS.with(file).text());
        }
        write(file);
    }

    /**
     * Replaces the journal of an earlier step.
     *
     * @throws IOException if it cannot be written, or if the existing one belongs to another transaction: another process has completed
     *        this one
     */
    void replace(Path file) throws IOException {
        checkOwner(file);
        write(file);
    }

    /**
     * Deletes the journal. It is no failure if it is gone already.
     *
     * @throws IOException if it cannot be deleted, or belongs to another transaction
     */
    void delete(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            checkOwner(file);
            DurableFiles.delete(file);
        }
    }

    /** @throws JournalOwnerException if the existing journal belongs to another transaction, or none exists */
    void checkOwner(Path file) throws IOException {
        Optional<RestoreJournal> onDisk = read(file);
        if (onDisk.isEmpty()) {
            throw new JournalOwnerException(RestoreMessage.JOURNAL_GONE.with(file));
        }
        if (!onDisk.get().transaction().equals(transaction)
                || !onDisk.get().jobId().equals(jobId)) {
            throw new JournalOwnerException(
                    RestoreMessage.JOURNAL_REPLACED.with(file, onDisk.get().jobId()));
        }
    }

    private void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("version", Integer.toString(VERSION));
        properties.setProperty("transaction", transaction);
        properties.setProperty("job", jobId);
        properties.setProperty("step", step.stored);
        for (int i = 0; i < records.size(); i++) {
            SwapRecordFormat.write(records.get(i), properties, "exchange." + i + ".");
        }
        for (int i = 0; i < madeDirectories.size(); i++) {
            properties.setProperty("made." + i, madeDirectories.get(i).toString());
        }
        term.ifPresent(limit -> {
            properties.setProperty("term.deadline", limit.deadline().toString());
            properties.setProperty("term.length", limit.length().toString());
        });
        StringWriter text = new StringWriter();
        properties.store(text, null);
        DurableFiles.replace(file, escaped(text.toString()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Escapes lone surrogates, which stand for bytes of file names that are not UTF-8: UTF-8 cannot encode them, the properties' own
     * escapes can.
     */
    private static String escaped(String text) {
        if (FileNames.isText(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(each -> escaped.append(
                        Character.isSurrogate((char) each)
                                ? "\\u%04x".formatted(each)
                                : Character.toString((char) each)));
        return escaped.toString();
    }

    /**
     * Reads a journal.
     *
     * @return empty if none exists
     * @throws IOException if it cannot be parsed
     */
    static Optional<RestoreJournal> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            int version = Integer.parseInt(properties.getProperty("version", "1"));
            if (version > VERSION) {
                throw new IOException(
                        RestoreMessage.JOURNAL_LATER.with(file, version).text());
            }
            List<SwapRecord> records = new ArrayList<>();
            for (int i = 0; properties.containsKey("exchange." + i + ".root"); i++) {
                records.add(SwapRecordFormat.read(properties, "exchange." + i + ".", file.getFileSystem()));
            }
            List<Path> made = new ArrayList<>();
            for (int i = 0; properties.containsKey("made." + i); i++) {
                made.add(file.getFileSystem().getPath(SwapRecordFormat.value(properties, "made." + i)));
            }
            Optional<Term> term = properties.containsKey("term.deadline")
                    ? Optional.of(new Term(
                            Instant.parse(SwapRecordFormat.value(properties, "term.deadline")),
                            Duration.parse(SwapRecordFormat.value(properties, "term.length"))))
                    : Optional.empty();
            RestoreJournal journal = new RestoreJournal(
                    properties.getProperty("transaction", ""),
                    SwapRecordFormat.value(properties, "job"),
                    Step.parse(SwapRecordFormat.value(properties, "step")),
                    records,
                    made,
                    term);
            if (journal.step() == Step.CONFIRMATION_WINDOW && term.isEmpty()) {
                throw new IllegalArgumentException("[term.deadline] is missing");
            }
            return Optional.of(journal);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    RestoreMessage.JOURNAL_INVALID.with(file, e.getMessage()).text(), e);
        }
    }
}
