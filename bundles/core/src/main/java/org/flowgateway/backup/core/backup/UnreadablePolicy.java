package org.flowgateway.backup.core.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.ReadErrorReporter;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;

/**
 * Policy for unreadable files. In a required section they end the backup, once all of them are known, so that a person can fix them
 * together. In another section each is a warning and an omission. Thread-safe.
 */
final class UnreadablePolicy implements ReadErrorReporter {

    private static final int MAX_NAMED_FILES = 20;

    private final JobRun run;
    private final OmissionNotes omissions;
    private final String user;
    private final SortedMap<String, Message> problems =
            new TreeMap<>(); // Reasons by path, sorted so that the message does not depend on the workers' order.
    private String section;
    private long count;

    /** @param user name of the user that the gateway runs as */
    UnreadablePolicy(JobRun run, OmissionNotes omissions, String user) {
        this.run = run;
        this.omissions = omissions;
        this.user = user;
    }

    @Override
    public void report(SectionTree tree, String path, ReadError error) throws JobFailedException {
        if (error.isStop() || Thread.currentThread().isInterrupted()) {
            // Another worker failed and this one was interrupted: its file is in order, and this failure is not shown.
            throw new JobFailedException(BackupMessage.FILE_READ_STOPPED.with(tree.displayName(path)));
        }
        Message problem = error.isDenied() ? BackupMessage.NO_PERMISSION.with(user) : error.problem();
        if (tree.section().required()) {
            collect(tree, path, problem);
            return;
        }
        if (error.reason().isPresent()) {
            run.warn(BackupMessage.FILE_OMITTED.with(tree.displayName(path), problem.summary(), problem.action()));
            omissions.add(tree, path, error.reason().get(), error.why());
        } else {
            run.warn(BackupMessage.NEW_FILES_OMITTED.with(tree.displayName(path), problem.summary(), problem.action()));
        }
    }

    private synchronized void collect(SectionTree tree, String path, Message problem) {
        section = tree.section().id();
        count++;
        problems.put(tree.displayName(path), problem);
        if (problems.size() > MAX_NAMED_FILES) {
            problems.remove(problems.lastKey());
        }
    }

    /** Omits a socket, a pipe or a device, in any section. */
    void leaveOut(SectionFile file) throws JobFailedException {
        run.warn(BackupMessage.SPECIAL_FILE_OMITTED.with(file.displayName()));
        omissions.add(
                file.tree(),
                file.path(),
                switch (file.state().type()) {
                    case SOCKET -> Omission.Reason.SOCKET;
                    case PIPE -> Omission.Reason.PIPE;
                    default -> Omission.Reason.DEVICE;
                },
                "");
    }

    /** Records that a file is stored without some of its metadata. That does not end a backup. */
    void leaveOut(SectionFile file, ExtendedMetadataReading metadata) throws JobFailedException {
        Message loss = metadata.loss().orElseThrow();
        BackupMessage message =
                metadata.masked() ? BackupMessage.GROUP_PERMISSIONS_OMITTED : BackupMessage.METADATA_OMITTED;
        run.warn(message.with(file.displayName(), loss.summary(), loss.action()));
        omissions.add(file.tree(), file.path(), Omission.Reason.ATTRIBUTES, metadata.lost());
    }

    /** Tells whether a file of a required section cannot be read, so that there will be no backup. */
    synchronized boolean isFatal() {
        return count > 0;
    }

    /** Failure of the backup, with everything that was reported. */
    synchronized JobFailedException failure() {
        Map<Message, List<String>> paths = new LinkedHashMap<>();
        problems.forEach((path, problem) ->
                paths.computeIfAbsent(problem, same -> new ArrayList<>()).add(path));
        if (paths.size() > 1) {
            String each = paths.entrySet().stream()
                    .map(same -> String.join(", ", same.getValue()) + ": "
                            + same.getKey().text())
                    .collect(Collectors.joining(". "));
            return new JobFailedException(BackupMessage.FILES_UNREADABLE_FOR_REASONS.with(section, count, each));
        }
        Message problem = paths.keySet().iterator().next();
        String files = String.join(", ", problems.keySet()) + CountedNoun.beyond(problems.size(), count);
        return new JobFailedException(
                BackupMessage.FILES_UNREADABLE.with(section, files, problem.summary(), problem.action()));
    }
}
