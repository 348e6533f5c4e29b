package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.RootLocation;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.MountTable;
import org.flowgateway.backup.tree.TreeWalk;
import org.flowgateway.backup.tree.WalkedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the locations of the roots to restore, before anything is written there. */
final class RestoreRoots {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreRoots.class);
    /** Disk space of a file beyond its content: an inode and the rest of its last block. */
    private static final long BYTES_PER_ENTRY = 4096;

    private static final int MAX_NAMED = 20;
    private static final int MIB_SHIFT = 20;

    private final CheckList checks;
    private final FileTrees trees;
    private final Map<Path, RootLocation> locations = new LinkedHashMap<>();
    private final Map<String, List<OmittedFiles.OmittedFile>> live = new LinkedHashMap<>();

    /** @param trees opens the sections' directories */
    RestoreRoots(CheckList checks, FileTrees trees) {
        this.checks = checks;
        this.trees = trees;
    }

    /**
     * Resolves the sections' roots, and checks that each location can be written to.
     *
     * @return the sections whose root could be resolved
     * @throws JobFailedException if a root cannot be restored, or if no section is selected
     */
    List<SelectedSection> find(List<SelectedSection> selected) throws JobFailedException {
        if (selected.isEmpty()) {
            checks.fail(CheckId.SECTIONS, CheckMessage.NOTHING_SELECTED.with());
        }
        List<SelectedSection> found = new ArrayList<>();
        for (SelectedSection section : selected) {
            try {
                SelectedSection resolved = section.resolve(trees);
                MountTable mounts = MountTable.read();
                RootLocation location = RootLocation.of(trees, mounts, resolved.root());
                locations.put(resolved.root(), location);
                checkLocation(location, mounts.below(resolved.root()));
                found.add(resolved);
            } catch (IOException e) {
                checks.fail(
                        CheckId.WRITABLE,
                        CheckMessage.ROOT_NOT_USABLE.with(section.root(), FileFailures.explain(e)),
                        e);
            }
        }
        for (SelectedSection section : found) {
            checkProtected(section);
        }
        checkWritableByOthers();
        if (checks.isClear(CheckId.WRITABLE)) {
            checks.ok(CheckId.WRITABLE, CheckMessage.WRITABLE.with());
        }
        return found;
    }

    /** Checks that a root can be swapped, and its staging directory be written to. */
    void checkLocation(RootLocation location, List<String> mountsBelow) throws JobFailedException {
        Path root = location.root();
        if (!mountsBelow.isEmpty()) {
            checks.fail(CheckId.WRITABLE, CheckMessage.MOUNT_BELOW.with(root));
        } else if (!location.isRenamable() && !location.own() && location.aboveWritable()) {
            checks.fail(CheckId.WRITABLE, CheckMessage.MOUNT_OF_OTHER_USER.with(root));
        } else if (!location.isStagingWritable()) {
            checks.fail(CheckId.WRITABLE, CheckMessage.NO_WRITE_PERMISSION.with(root, location.above()));
        }
    }

    /** Returns sockets and pipes of the current state by section, after {@link #find}. */
    Map<String, List<OmittedFiles.OmittedFile>> liveFiles() {
        return live;
    }

    /** Checks for immutable and append-only files: they could be neither moved nor deleted after the restore. */
    private void checkProtected(SelectedSection section) throws JobFailedException {
        if (locations.get(section.root()).state().filter(FileState::isDirectory).isEmpty()) {
            return;
        }
        List<String> named = new ArrayList<>();
        long count = 0;
        try (DirectoryHandle root = trees.open(section.root());
                TreeWalk<RuntimeException> walk = new TreeWalk<>(
                        root, (path, failure) -> {}, name -> StagingNames.isStagingName(section.root(), name))) {
            for (Optional<WalkedFile> found = walk.next(); found.isPresent(); found = walk.next()) {
                FileState state = found.get().state();
                if (state.type() == FileState.Type.SOCKET || state.type() == FileState.Type.PIPE) {
                    live.computeIfAbsent(section.id(), id -> new ArrayList<>())
                            .add(new OmittedFiles.OmittedFile(found.get().path(), state.inode()));
                }
                if (state.isProtected() && ++count <= MAX_NAMED) {
                    named.add(
                            found.get().path().isEmpty()
                                    ? section.id()
                                    : section.id() + "/"
                                            + FileNames.display(found.get().path()));
                }
            }
        } catch (IOException e) {
            LOG.debug(
                    "{} cannot be searched for immutable files; what is in the way shows when it is restored",
                    section.root(),
                    e);
        }
        if (count > 0) {
            String names = String.join(", ", named) + CountedNoun.beyond(MAX_NAMED, count);
            checks.fail(CheckId.WRITABLE, CheckMessage.IMMUTABLE_FILES.with(section.root(), count, names));
        }
    }

    private void checkWritableByOthers() {
        Set<Path> open = new LinkedHashSet<>();
        for (RootLocation location : locations.values()) {
            try {
                open.addAll(location.writableByOthers(trees));
            } catch (IOException e) {
                LOG.debug("The directories above {} cannot be looked at", location.root(), e);
            }
        }
        if (!open.isEmpty()) {
            String directories = open.stream().map(Path::toString).collect(Collectors.joining(" and "));
            checks.warning(CheckId.WRITABLE, CheckMessage.WRITABLE_BY_OTHERS.with(directories));
        }
    }

    /**
     * Checks that the current and the restored states fit side by side. Sections on one file system share its space.
     *
     * @param needs upper bound of each section's restored state
     * @param estimate computes a closer bound, if that matters
     * @throws JobFailedException if they do not fit
     */
    void checkSpace(List<SelectedSection> selected, Map<SelectedSection, Size> needs, Estimate estimate)
            throws JobFailedException {
        try {
            if (!fits(selected, needs)) {
                needs.putAll(estimate.needs());
            }
            checkSpace(selected, needs);
        } catch (IOException e) {
            checks.fail(CheckId.SPACE, CheckMessage.SPACE_UNKNOWN.with(FileFailures.explain(e)), e);
        }
    }

    /** Estimate of the restored states' sizes. */
    @FunctionalInterface
    interface Estimate {
        Map<SelectedSection, Size> needs() throws IOException;
    }

    private record SpaceNeed(Path path, long free, long needed) {

        SpaceNeed plus(Size size) {
            return new SpaceNeed(path, free, needed + size.bytes() + size.entries() * BYTES_PER_ENTRY);
        }
    }

    private boolean fits(List<SelectedSection> selected, Map<SelectedSection, Size> needs) throws IOException {
        return spaceNeeds(selected, needs).stream().allMatch(need -> need.free() >= need.needed());
    }

    private void checkSpace(List<SelectedSection> selected, Map<SelectedSection, Size> needs)
            throws IOException, JobFailedException {
        for (SpaceNeed need : spaceNeeds(selected, needs)) {
            checkSpace(need.path(), need.free(), need.needed());
        }
    }

    /** Sums up the space needed on each file system. */
    private Collection<SpaceNeed> spaceNeeds(List<SelectedSection> selected, Map<SelectedSection, Size> needs)
            throws IOException {
        Map<Long, SpaceNeed> needsByDevice = new LinkedHashMap<>();
        for (SelectedSection section : selected) {
            Path path = locations.get(section.root()).stagingDirectory();
            try (DirectoryHandle handle = trees.open(path)) {
                long device = handle.state().device();
                SpaceNeed need = needsByDevice.containsKey(device)
                        ? needsByDevice.get(device)
                        : new SpaceNeed(path, handle.space().usableBytes(), 0);
                needsByDevice.put(device, need.plus(needs.get(section)));
            }
        }
        return needsByDevice.values();
    }

    private void checkSpace(Path directory, long free, long required) throws JobFailedException {
        long freeMib = free >> MIB_SHIFT;
        long requiredMib = (required >> MIB_SHIFT) + 1;
        if (free < required) {
            checks.fail(CheckId.SPACE, CheckMessage.SPACE_MISSING.with(directory, freeMib, requiredMib));
        } else {
            checks.ok(CheckId.SPACE, CheckMessage.SPACE_SUFFICIENT.with(directory, freeMib, requiredMib));
        }
    }

    /**
     * Size of a restored state.
     *
     * @param entries files, directories and links
     * @param bytes content of its files
     */
    record Size(long entries, long bytes) {

        static final Size NONE = new Size(0, 0);

        Size plus(Size other) {
            return new Size(entries + other.entries, bytes + other.bytes);
        }
    }
}
