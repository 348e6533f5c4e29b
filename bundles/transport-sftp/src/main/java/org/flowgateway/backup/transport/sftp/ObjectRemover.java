package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Removes objects, and the directories that are empty then. */
final class ObjectRemover {

    /** How servers refuse to remove a directory that is not empty; Erlang's has EEXIST for it, as POSIX allows. */
    private static final Set<Integer> SAYS_NOT_EMPTY = Set.of(SftpStatus.FAILURE, SftpStatus.DIR_NOT_EMPTY, SftpStatus.ALREADY_EXISTS);

    private final SftpClient client;
    private final Directories directories;
    private final ObjectTree tree;
    private final TemporaryFiles temporaries;
    private final Listing listing;

    ObjectRemover(SftpClient client, ObjectTree tree, TemporaryFiles temporaries, Listing listing) {
        this.client = client;
        this.directories = new Directories(client);
        this.tree = tree;
        this.temporaries = temporaries;
        this.listing = listing;
    }

    /** Removes a file; that it is gone already is success. */
    void remove(String path) throws IOException {
        try {
            client.await(client.remove(path)).ok();
        } catch (SftpStatus status) {
            if (!status.isAbsence() && client.lookup().lstat(path).isPresent()) {
                throw status;
            }
        }
    }

    /** Removes the directory of a path and those above it as far as they are empty; the root stays. */
    void prune(String path) throws IOException {
        String root = tree.root();
        for (String step = Directories.above(path); step.length() > root.length(); step = Directories.above(step)) {
            if (!isRemoved(step) && !isRemovedWithLeftovers(step)) {
                return;
            }
        }
    }

    private boolean isRemoved(String directory) throws IOException {
        return directories.ask(directory, () -> isEmptied(directory)).orElse(true);
    }

    private boolean isEmptied(String directory) throws IOException {
        try {
            client.removeDirectory(directory);
            return true;
        } catch (SftpStatus status) {
            if (SAYS_NOT_EMPTY.contains(status.code())) {
                return client.lookup().lstat(directory).isEmpty();
            }
            throw status;
        }
    }

    /** A directory that holds something else is not read to its end, so removing all objects of a large directory stays cheap. */
    private boolean isRemovedWithLeftovers(String directory) throws IOException {
        List<DirectoryReader.Entry> entries = listing.entries(directory, entry -> !isLeftover(directory, entry));
        if (entries.isEmpty() || !entries.stream().allMatch(entry -> isLeftover(directory, entry))) {
            return entries.isEmpty() && isRemoved(directory);
        }
        temporaries.remove(client, entries.stream().map(entry -> ObjectTree.below(directory, entry.name())).toList());
        return isRemoved(directory);
    }

    private boolean isLeftover(String directory, DirectoryReader.Entry entry) {
        return TemporaryName.is(entry.name()) && !temporaries.isLiving(ObjectTree.below(directory, entry.name()));
    }
}
