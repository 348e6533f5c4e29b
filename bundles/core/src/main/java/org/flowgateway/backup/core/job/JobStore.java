package org.flowgateway.backup.core.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.core.file.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of all jobs, one file each, on disk before a call returns. Thread-safe: whoever reads does not wait for a record that is being
 * written.
 */
public final class JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);
    private static final String SUFFIX = ".properties";
    private static final int MAX_RECORDS = 200;

    private final Path directory;
    /** Changed by {@link #save} alone, which is one at a time. */
    private final ConcurrentNavigableMap<Long, JobRecord> records = new ConcurrentSkipListMap<>();

    private long newestOfLaterVersion;

    /**
     * Reads all records. A record that cannot be read is renamed and logged, never deleted. A record that a later version of the product
     * wrote remains, with its claim, for that version.
     *
     * @param directory where the records are stored; it must exist
     * @throws IOException if the directory cannot be read
     */
    public JobStore(Path directory) throws IOException {
        this.directory = directory;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file);
            }
        }
        // Left by an interrupted write: the previous record is valid.
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, "*" + SUFFIX + ".new")) {
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
    }

    private void read(Path file) throws IOException {
        try {
            JobRecord record = JobRecordFormat.read(Files.readString(file, StandardCharsets.UTF_8));
            records.put(record.number(), record);
        } catch (LaterVersionException e) {
            newestOfLaterVersion = Math.max(newestOfLaterVersion, e.number());
            LOG.warn("{}", JobRecordMessage.RECORD_OF_LATER_VERSION.with(file, e.getMessage()));
        } catch (IOException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            LOG.warn(
                    "{}",
                    JobRecordMessage.RECORD_UNREADABLE.with(file, String.valueOf(e.getMessage()), aside.getFileName()));
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The number for the next job. */
    public long nextNumber() {
        Map.Entry<Long, JobRecord> last = records.lastEntry();
        return 1 + Math.max(newestOfLaterVersion, last == null ? 0 : last.getKey());
    }

    /**
     * Puts a record on disk, over an older one of the same job.
     *
     * @throws IOException if it could not be written; the older one remains, here and on disk
     */
    public synchronized void save(JobRecord record) throws IOException {
        DurableFiles.replace(file(record), JobRecordFormat.write(record).getBytes(StandardCharsets.UTF_8));
        records.put(record.number(), record);
        deleteOldest();
    }

    /** All records, oldest first. */
    public List<JobRecord> all() {
        return List.copyOf(records.values());
    }

    /** All records, newest first. */
    public Stream<JobRecord> newestFirst() {
        return records.descendingMap().values().stream();
    }

    /** The newest record that fits. */
    public Optional<JobRecord> newest(Predicate<JobRecord> wanted) {
        return newestFirst().filter(wanted).findFirst();
    }

    /** Deletes the oldest records beyond the limit. A failure is retried with the next save, and does not fail a job. */
    private void deleteOldest() {
        if (records.size() <= MAX_RECORDS) {
            return;
        }
        Collection<JobRecord> kept = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            newest(record -> record.job().operation() == operation
                            && record.job().state() == JobState.COMPLETED)
                    .ifPresent(kept::add);
        }
        List<JobRecord> droppable = records.values().stream()
                .filter(record -> record.claim().isEmpty()
                        && record.job().state() != JobState.EXECUTING
                        && !kept.contains(record))
                .limit(records.size() - (long) MAX_RECORDS)
                .toList();
        for (JobRecord record : droppable) {
            try {
                Files.deleteIfExists(file(record));
                records.remove(record.number());
            } catch (IOException e) {
                LOG.warn(
                        "{}",
                        JobRecordMessage.RECORD_NOT_DELETED.with(record.job().id()),
                        e);
            }
        }
    }

    private Path file(JobRecord record) {
        return directory.resolve(record.job().id() + SUFFIX);
    }
}
