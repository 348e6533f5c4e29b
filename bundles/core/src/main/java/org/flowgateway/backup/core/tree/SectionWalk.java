package org.flowgateway.backup.core.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.ListedNames;
import org.flowgateway.backup.tree.ReadErrorHandler;
import org.flowgateway.backup.tree.TreeWalk;
import org.flowgateway.backup.tree.WalkedFile;

/**
 * Walk through a section's tree, without the hidden directories of a restore. Names that are not UTF-8 are reported and skipped with all
 * below them. One thread at a time.
 */
public final class SectionWalk implements Closeable {

    private final SectionTree tree;
    private final ReadErrorReporter errors;
    private final TreeWalk<JobFailedException> walk;
    private boolean startGone;

    /** @param errors receives files that cannot be read, which are then skipped */
    public SectionWalk(SectionTree tree, ReadErrorReporter errors) {
        this.tree = tree;
        this.errors = errors;
        this.walk = new TreeWalk<>(
                tree.directory(), new Handler(""), name -> StagingNames.isStagingName(tree.root(), name));
    }

    /**
     * Starts at a file or directory of the tree that another walk did not see. It is no error if that is gone.
     *
     * @param siblings names of its directory
     */
    public SectionWalk(SectionTree tree, String start, ListedNames siblings, ReadErrorReporter errors) {
        this.tree = tree;
        this.errors = errors;
        this.walk = new TreeWalk<>(tree.directory(), start, siblings, new Handler(start), name -> false);
    }

    /**
     * Returns the next file, directory, link or special file; empty at the end.
     *
     * @throws JobFailedException if a file cannot be read and must not be skipped
     */
    public Optional<SectionFile> next() throws JobFailedException {
        for (Optional<WalkedFile> next = walk.next(); next.isPresent(); next = walk.next()) {
            WalkedFile found = next.get();
            if (FileNames.isText(found.path())) {
                return Optional.of(new SectionFile(tree, found.path(), found.state(), found.siblings()));
            }
            if (found.state().isDirectory()) {
                walk.skipDirectory();
            }
            errors.report(tree, found.path(), ReadError.NAME_NOT_UTF8);
        }
        return Optional.empty();
    }

    public SectionTree tree() {
        return tree;
    }

    /** Tells whether the walk is at its end, without reading the file system. */
    public boolean isAtEnd() {
        return walk.isAtEnd();
    }

    /** Tells whether the start no longer existed. */
    public boolean isStartGone() {
        return startGone;
    }

    /** Skips all below the directory that was returned last. */
    public void skipDirectory() {
        walk.skipDirectory();
    }

    @Override
    public void close() {
        walk.close();
    }

    private final class Handler implements ReadErrorHandler<JobFailedException> {

        private final String start;

        Handler(String start) {
            this.start = start;
        }

        @Override
        public void report(String path, IOException failure) throws JobFailedException {
            if (!start.isEmpty() && path.equals(start) && failure instanceof NoSuchFileException) {
                startGone = true;
            } else {
                errors.report(tree, path, ReadError.of(failure));
            }
        }

        @Override
        public void reportNewNames(String path, IOException failure) throws JobFailedException {
            errors.report(tree, path, ReadError.ofNewNames(failure));
        }
    }
}
