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
 * What must be known to take a restore back, or to finish it, after a crash. It holds every path, so that no section's bundle and no
 * configuration is needed for it.
 *
 * @param transaction tells it from the journals of other restores, also of another gateway's of the same job id; "" for one that an earlier
 *        version wrote
 * @param jobId the restore
 * @param step how far it is
 * @param records all sections that are exchanged, in order
 * @param madeDirectories directories above the roots that did not exist before, outermost first
 * @param term how long the restored state is on trial; empty before that
 */
record RestoreJournal(
        String transaction,
        String jobId,
        Step step,
        List<SwapRecord> records,
        List<Path> madeDirectories,
        Optional<Term> term) {

    /** The first version had none, and only roots that are renamed; inode numbers came with the third. */
    private static final int VERSION = 3;

    /** The steps; each is on disk before anything of it is done. */
    enum Step {
        /**
         * The restored state is being made, and nobody has touched the old one; or the old one is back as it was. After a crash, what was
         * made is deleted.
         */
        STAGING("STAGING"),
        /** Old and restored states are changing places, and sections are told. After a crash, everything is taken back. */
        SWAPPING("SWAPPING"),
        /**
         * The restored state is complete, in its place, and in use until the deadline, or for good if it is confirmed before. After a
         * crash, or a stop, it goes on waiting for the rest of that time; if that is over, everything is taken back.
         */
        CONFIRMATION_WINDOW("PROBATION"),
        /** The old state is coming back, whatever was said before. After a crash, that goes on. */
        ROLLING_BACK("TAKING_BACK"),
        /** The restored state is final. After a crash, the old one is deleted, which is all that is left to do. */
        COMMITTED("COMMITTED");

        private final String stored;

        Step(String stored) {
            this.stored = stored;
        }

        static Step parse(String stored) {
            return Arrays.stream(values())
                    .filter(step -> step.stored.equals(stored))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "No enum constant " + Step.class.getCanonicalName() + "." + stored));
        }
    }

    /**
     * A time limit.
     *
     * @param deadline when it ends, by the gateway's clock
     * @param length how long it was in all, so that a clock that was set back cannot make it any longer
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
     * Writes it as the first of its transaction.
     *
     * @throws IOException if it cannot be written, or there is a journal already
     */
    void begin(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("The restore journal " + file
                    + " is that of another restore, which is neither complete nor rolled back");
        }
        write(file);
    }

    /**
     * Writes it in place of the one of an earlier step.
     *
     * @throws IOException if it cannot be written, or if the one that is there is not of this transaction: somebody else has settled it
     */
    void replace(Path file) throws IOException {
        checkOwner(file);
        write(file);
    }

    /**
     * Deletes it. One that is gone already is no failure.
     *
     * @throws IOException if it cannot be deleted, or is not of this transaction
     */
    void delete(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            checkOwner(file);
            DurableFiles.delete(file);
        }
    }

    /** @throws JournalOwnerException if the journal that is there is not of this transaction, or there is none */
    void checkOwner(Path file) throws IOException {
        Optional<RestoreJournal> onDisk = read(file);
        if (onDisk.isEmpty()) {
            throw new JournalOwnerException(
                    "The restore journal " + file + " is gone: another gateway has settled this restore");
        }
        if (!onDisk.get().transaction().equals(transaction)
                || !onDisk.get().jobId().equals(jobId)) {
            throw new JournalOwnerException("The restore journal " + file + " is that of another restore, "
                    + onDisk.get().jobId() + ": another gateway works with this state directory");
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

    /** File names that are no text hold lone surrogates, which UTF-8 cannot say; the properties' own escapes can. */
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
     * @return empty if there is none
     * @throws IOException if there is one that cannot be understood
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
                throw new IllegalArgumentException("it is of version [" + version + "], which a newer gateway wrote");
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
            throw new IOException("The restore journal " + file + " cannot be understood: " + e.getMessage(), e);
        }
    }
}
