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
 * A walk through a section's tree, without what a restore keeps hidden there. Names that are not UTF-8 are reported and left out with all below
 * them. One thread at a time.
 */
public final class SectionWalk implements Closeable {

    private final SectionTree tree;
    private final ReadErrorReporter errors;
    private final TreeWalk<JobFailedException> walk;
    private boolean startGone;

    /** @param errors takes what cannot be read, which is then left out */
    public SectionWalk(SectionTree tree, ReadErrorReporter errors) {
        this.tree = tree;
        this.errors = errors;
        this.walk = new TreeWalk<>(tree.directory(), new Handler(""), name -> StagingNames.isOne(tree.root(), name));
    }

    /**
     * A walk that begins at a file or directory of the tree that another one did not see. There is no error if it is gone.
     *
     * @param siblings names of the directory that it lies in
     */
    public SectionWalk(SectionTree tree, String start, ListedNames siblings, ReadErrorReporter errors) {
        this.tree = tree;
        this.errors = errors;
        this.walk = new TreeWalk<>(tree.directory(), start, siblings, new Handler(start), name -> false);
    }

    /**
     * The next file, directory, link or other thing; empty at the end.
     *
     * @throws JobFailedException if something cannot be read and must not be left out
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

    /** The tree. */
    public SectionTree tree() {
        return tree;
    }

    /** Tells whether nothing is left, without a look at what is. */
    public boolean isAtEnd() {
        return walk.isAtEnd();
    }

    /** Tells whether nothing was there to begin at. */
    public boolean isStartGone() {
        return startGone;
    }

    /** Leaves the directory that was returned last: what is in it is passed over. */
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
