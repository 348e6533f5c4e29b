package org.flowgateway.backup.core.restore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.plan.Chosen;
import org.flowgateway.backup.core.plan.Wanted;
import org.flowgateway.backup.core.tree.FileNames;
import org.flowgateway.backup.core.tree.FileState;
import org.flowgateway.backup.core.tree.FoundFile;
import org.flowgateway.backup.core.tree.Owners;
import org.flowgateway.backup.core.tree.TreeWalk;

/**
 * Copies into a staged tree what a section keeps when only a part of it is restored. It is copied, never linked: whoever writes to the
 * present state must not reach the staged one. One thread.
 */
final class KeptFiles {

    private final JobRun run;
    private final Wanted wanted;
    private final FileSystemSync disk;
    private final Owners owners = new Owners();
    private final Map<FileState.Identity, String> firstNames = new HashMap<>();

    /** @param disk is told what was written */
    KeptFiles(JobRun run, Wanted wanted, FileSystemSync disk) {
        this.run = run;
        this.wanted = wanted;
        this.disk = disk;
    }

    /**
     * Copies.
     *
     * @throws JobFailedException if something cannot be read, and so not be kept
     */
    void copy(Chosen section, StagedSection into) throws IOException, JobFailedException, JobCancelledException {
        if (section.present().isEmpty()) {
            return;
        }
        TreeWalk walk = new TreeWalk(section.present().get(), (descriptor, shown, why) -> {
            throw new JobFailedException(shown + " cannot be read: " + why + ". Nothing was changed");
        });
        for (Optional<FoundFile> found = walk.next(); found.isPresent(); found = walk.next()) {
            run.checkNotCancelled();
            // What is neither file, directory nor link cannot be copied; that was told before.
            if (wanted.keeps(section.id(), found.get().path()) && !found.get().isOther()) {
                copy(found.get(), into);
            }
        }
    }

    private void copy(FoundFile found, StagedSection into) throws IOException, JobFailedException {
        FileState state = found.state();
        String first = state.isRegular() && state.links() > 1 ? firstNames.putIfAbsent(state.identity(), found.path()) : null;
        if (first != null) {
            into.completeKept(found.hardlink(first, owners));
        } else if (state.isRegular()) {
            copyContent(found, found.regular(owners), into);
        } else if (state.isDirectory()) {
            Entry entry = found.directory(owners);
            into.keep(new ExpectedMember(entry, entry.memberName(), 0, 0, 0, ""), InputStream.nullInputStream());
            into.completeKept(entry);
        } else {
            Path target = Files.readSymbolicLink(found.file());
            if (!FileNames.isText(target)) {
                throw unreadable(found, "it points to a name that is not UTF-8 text: rename that", null);
            }
            into.completeKept(found.symlink(target, owners));
        }
    }

    private void copyContent(FoundFile found, Entry entry, StagedSection into) throws IOException, JobFailedException {
        try (FileChannel channel = open(found); InputStream content = Channels.newInputStream(channel)) {
            into.keep(new ExpectedMember(entry, entry.memberName(), 0, 0, entry.size(), ""), content);
        } catch (EOFException e) {
            throw unreadable(found, "it changes all the time; stop what writes to it", e);
        }
        disk.written(entry.size());
    }

    private static FileChannel open(FoundFile found) throws JobFailedException {
        try {
            return FileChannel.open(found.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw unreadable(found, IoMessages.explain(e), e);
        }
    }

    private static JobFailedException unreadable(FoundFile found, String why, IOException cause) {
        return new JobFailedException(found.shown() + " cannot be read: " + why + ". Nothing was changed", cause);
    }
}
