package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.core.tree.SectionWalk;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Walk through the current trees of sections, one after the other, that computes a fingerprint of them: names, and all file metadata but
 * the time of the last read. Two equal fingerprints mean that nothing changed in between. One thread at a time.
 */
public final class CurrentStateWalk implements AutoCloseable {

    private final JobRun run;
    private final FileTrees trees;
    private final OmittedFiles omitted;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer numbers = ByteBuffer.allocate(100);
    private SectionTree tree;
    private SectionWalk walk;

    /** @param omitted files that are kept without being read, so they may be unreadable */
    public CurrentStateWalk(JobRun run, FileTrees trees, OmittedFiles omitted) {
        this.run = run;
        this.trees = trees;
        this.omitted = omitted;
    }

    /** Computes the fingerprint of some sections. */
    static String fingerprint(JobRun run, FileTrees trees, List<SelectedSection> selected, OmittedFiles omitted)
            throws JobFailedException, JobCancelledException {
        try (CurrentStateWalk walk = new CurrentStateWalk(run, trees, omitted)) {
            for (SelectedSection section : selected) {
                walk.begin(section);
                Optional<SectionFile> found;
                do {
                    found = walk.next();
                } while (found.isPresent());
            }
            return walk.fingerprint();
        }
    }

    /** Begins a section, after the end of the one before. */
    public void begin(SelectedSection section) throws JobFailedException {
        close();
        text(section.id());
        text(section.root().toString());
        settings(section.section(), section.summary().formatVersion());
        try {
            tree = section.open(trees).orElse(null);
        } catch (IOException e) {
            throw unreadable(section.root().toString(), FileFailures.explain(e), e);
        }
        if (tree != null) {
            walk = new SectionWalk(tree, (unreadable, path, error) -> {
                if (!omitted.covers(section.id(), path)) {
                    throw unreadable(
                            unreadable.displayName(path),
                            error.why(),
                            error.failure().orElse(null));
                }
            });
        }
    }

    /**
     * Creates the failure of a job that cannot read a file of the current state.
     *
     * @param cause for the log; may be {@code null}
     */
    public static JobFailedException unreadable(String file, String reason, Throwable cause) {
        return new JobFailedException(CheckMessage.UNREADABLE.with(file, reason), cause);
    }

    /** Adds the settings that decide what a restore makes of the same backup. */
    private void settings(Section section, int backedUp) {
        MigrationPath migrations = new MigrationPath(section);
        text(section.allowsSetId() + " " + section.allowsLinksOut() + " " + backedUp + " "
                + section.descriptor().formatVersion() + " "
                + (migrations.exists(backedUp) ? migrations.describe(backedUp) : ""));
    }

    /** Returns the next file of this section; empty at its end. The file can be read until the next section is begun. */
    public Optional<SectionFile> next() throws JobFailedException, JobCancelledException {
        run.checkNotCancelled();
        Optional<SectionFile> next = walk == null ? Optional.empty() : walk.next();
        if (next.isPresent()) {
            add(next.get());
        }
        return next;
    }

    FileTrees trees() {
        return trees;
    }

    /** Returns the fingerprint of all files that were returned. It is called once, at the end. */
    public String fingerprint() {
        return Sha256.hex(digest);
    }

    private void add(SectionFile found) {
        FileState state = found.state();
        text(found.path());
        numbers.clear().putInt(state.mode()).putLong(state.uid()).putLong(state.gid());
        // Staging within a root changes the root's own times; its children are checked all the same.
        if (!found.path().isEmpty()) {
            numbers.putLong(state.links())
                    .putLong(state.device())
                    .putLong(state.inode())
                    .putLong(state.isDirectory() ? 0 : state.size());
            instant(state.modified());
            instant(state.changed());
        }
        digest.update(numbers.flip());
    }

    private void instant(Instant time) {
        numbers.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(numbers.clear().putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** Closes the current section. */
    @Override
    public void close() {
        if (walk != null) {
            walk.close();
            tree.close();
            walk = null;
        }
    }
}
