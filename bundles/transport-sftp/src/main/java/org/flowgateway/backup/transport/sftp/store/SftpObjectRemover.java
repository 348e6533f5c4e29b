package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.List;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectoryReader;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/** Removes objects, and the directories that become empty. */
final class SftpObjectRemover {

    private final SftpClient client;
    private final SftpDirectories directories;
    private final SftpObjectTree tree;
    private final TemporaryFiles temporaries;
    private final SftpListing listing;

    SftpObjectRemover(SftpClient client, SftpObjectTree tree, TemporaryFiles temporaries, SftpListing listing) {
        this.client = client;
        this.directories = new SftpDirectories(client);
        this.tree = tree;
        this.temporaries = temporaries;
        this.listing = listing;
    }

    /** Removes a file; a missing file is success. */
    void remove(String path) throws IOException {
        try {
            client.await(client.remove(path)).ok();
        } catch (SftpStatus status) {
            if (!status.isAbsence() && client.lookup().lstat(path).isPresent()) {
                throw status;
            }
        }
    }

    /** Removes the empty directories above a path; the root stays. */
    void prune(String path) throws IOException {
        String root = tree.root();
        for (String step = SftpDirectories.parent(path);
                step.length() > root.length();
                step = SftpDirectories.parent(step)) {
            if (!removeIfEmpty(step) && !removeWithOrphans(step)) {
                return;
            }
        }
    }

    /**
     * Removes a directory if it is empty.
     *
     * @return {@code false} if it is not
     */
    boolean removeIfEmpty(String directory) throws IOException {
        return directories.ask(directory, () -> tryRemove(directory)).orElse(true);
    }

    private boolean tryRemove(String directory) throws IOException {
        try {
            client.removeDirectory(directory);
            return true;
        } catch (SftpStatus status) {
            if (status.isAbsence()
                    || status.code() == SftpStatus.PERMISSION_DENIED
                    || status.code() == SftpStatus.WRITE_PROTECT) {
                throw status;
            }
            // Servers report a directory that is not empty by various codes, Erlang's by "already exists".
            return client.lookup().lstat(directory).isEmpty();
        }
    }

    /**
     * Removes a directory that holds only orphans. Reading stops at the first other entry, so removing all objects of a large directory
     * stays cheap.
     */
    private boolean removeWithOrphans(String directory) throws IOException {
        List<SftpDirectoryReader.Entry> entries = listing.entries(directory, entry -> !isOrphan(directory, entry));
        if (entries.isEmpty() || !entries.stream().allMatch(entry -> isOrphan(directory, entry))) {
            return entries.isEmpty() && removeIfEmpty(directory);
        }
        temporaries.remove(
                client,
                entries.stream()
                        .map(entry -> SftpObjectTree.resolve(directory, entry.name()))
                        .toList());
        return removeIfEmpty(directory);
    }

    private boolean isOrphan(String directory, SftpDirectoryReader.Entry entry) {
        return TemporaryName.isTemporary(entry.name())
                && !temporaries.isActive(SftpObjectTree.resolve(directory, entry.name()));
    }
}
