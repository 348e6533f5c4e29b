package org.flowgateway.backup.core.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final SortedMap<String, String> problems =
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
            throw new JobFailedException(
                    tree.displayName(path) + " was not read to its end, since the job was stopped");
        }
        String why = error.isDenied()
                ? "permission denied. Give the gateway's user " + user + " the right to it"
                : error.why();
        if (tree.section().required()) {
            collect(tree, path, why);
            return;
        }
        if (error.reason().isPresent()) {
            run.warn(tree.displayName(path) + " cannot be backed up: " + why + "; it is not in this backup");
            omissions.add(tree, path, error.reason().get(), error.why());
        } else {
            run.warn(tree.displayName(path) + " cannot be backed up as it is now: " + why
                    + "; what came into it since is not in this backup");
        }
    }

    private synchronized void collect(SectionTree tree, String path, String why) {
        section = tree.section().id();
        count++;
        problems.put(tree.displayName(path), why);
        if (problems.size() > MAX_NAMED_FILES) {
            problems.remove(problems.lastKey());
        }
    }

    /** Omits a socket, a pipe or a device, in any section. */
    void leaveOut(SectionFile file) throws JobFailedException {
        run.warn(file.displayName() + " is a socket, a pipe or a device; it is not in this backup");
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
        run.warn("Attributes or access control lists of " + file.displayName() + " cannot be backed up: "
                + metadata.lost()
                + (metadata.masked()
                        ? ". Its group's permissions are left out too, since they may be those of the list"
                        : ""));
        omissions.add(file.tree(), file.path(), Omission.Reason.ATTRIBUTES, metadata.lost());
    }

    /** Tells whether a file of a required section cannot be read, so that there will be no backup. */
    synchronized boolean isFatal() {
        return count > 0;
    }

    /** Failure of the backup, with everything that was reported. */
    synchronized JobFailedException failure() {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        problems.forEach((path, why) ->
                paths.computeIfAbsent(why, text -> new ArrayList<>()).add(path));
        StringBuilder message = new StringBuilder();
        paths.forEach((why, names) -> message.append(String.join(", ", names))
                .append(" cannot be backed up: ")
                .append(why)
                .append(". "));
        if (count > problems.size()) {
            message.append(CountedNoun.of(count - problems.size(), "more file"))
                    .append(" cannot be backed up either. ");
        }
        return new JobFailedException(
                message + "Nothing of section " + section + " may be missing, so there is no backup");
    }
}
