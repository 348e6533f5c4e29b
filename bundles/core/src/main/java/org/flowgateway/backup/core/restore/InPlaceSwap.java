package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeDeletion;

/** Swap of a root child by child: see {@link InPlaceSwapRecord}. All moves go from one open directory to another. */
final class InPlaceSwap implements TreeSwap {

    private static final int OWNER_WRITES = 0300;
    private static final int OWNER_ONLY = 0700;
    /** Maximum passes over a directory that somebody may write to while it is emptied. */
    private static final int MAX_PASSES = 1000;

    private InPlaceSwapRecord record;
    private final SwapDirectory rootDirectory;
    private DirectoryHandle staging;
    /** Directory of the previous state, which somebody may move meanwhile; {@code null} if another process began the swap. */
    private DirectoryHandle leaving;
    /** Set once this process has moved the whole previous state there: then no child of the root belongs to it. */
    private boolean gathered;

    private InPlaceSwap(InPlaceSwapRecord record, SwapDirectory rootDirectory) {
        this.record = record;
        this.rootDirectory = rootDirectory;
    }

    static InPlaceSwap open(InPlaceSwapRecord record, FileTrees trees) throws IOException {
        InPlaceSwap swap = new InPlaceSwap(record, new SwapDirectory(openRoot(record.root(), trees), trees));
        try {
            swap.checkMounted();
            OptionalLong root = record.inodes().root();
            if (root.isPresent() && swap.rootDirectory.handle().state().inode() != root.getAsLong()) {
                throw new SwapConflictException(
                        record.root().toString(), record.root().getParent().toString());
            }
            return swap;
        } catch (IOException e) {
            swap.close();
            throw e;
        }
    }

    private static DirectoryHandle openRoot(Path root, FileTrees trees) throws IOException {
        try {
            return trees.open(root);
        } catch (AccessDeniedException e) {
            try (DirectoryHandle slash = trees.open(root.getRoot())) {
                slash.setMode(root.toString().substring(1), OWNER_ONLY);
            }
            return trees.open(root);
        } catch (NoSuchFileException e) {
            throw new IOException(RestoreMessage.ROOT_GONE.with(root).text(), e);
        }
    }

    /** Checks that the root's file system is mounted. Without it the root is empty, and shows no sign of a restore. */
    private void checkMounted() throws IOException {
        if (record.mounted() && !rootDirectory.isMountPoint(record.root())) {
            throw new IOException(RestoreMessage.NOT_MOUNTED.with(record.root()).text());
        }
    }

    @Override
    public InPlaceSwapRecord record() {
        return record;
    }

    @Override
    public void createStaging() throws IOException {
        SwapDirectory.makeWritable(rootDirectory.handle(), "");
        staging = rootDirectory.create(name(record.staged()));
        record = record.with(record.inodes().withStaged(staging.state().inode()));
    }

    @Override
    public DirectoryHandle staging() {
        return staging;
    }

    @Override
    public void checkStaged() throws IOException {
        rootDirectory.checkInode(name(record.staged()), record.inodes().staged());
    }

    @Override
    public void prepareSwap(OmittedPaths omitted) throws IOException {
        checkStaged();
        leaving = rootDirectory.create(name(record.leaving()));
        record = record.with(record.inodes().withPrevious(leaving.state().inode()));
        record = record.with(
                DirectoryMetadata.of(staging),
                unwritable(rootDirectory.handle()),
                unwritable(staging),
                omitted.moves(rootDirectory.handle(), "", staging));
    }

    @Override
    public void swap() throws IOException {
        SwapInodes inodes = record.inodes();
        checkStaged();
        rootDirectory.checkInode(name(record.leaving()), inodes.previous());
        SwapDirectory.makeWritable(staging, "");
        moveAll(rootDirectory.handle(), leaving, record.previousModes());
        gathered = true;
        rootDirectory.rename(name(record.leaving()), name(record.previous()), inodes.previous());
        OmittedFileMove.applyAll(record.moves(), leaving, staging);
        moveAll(staging, rootDirectory.handle(), record.restoredModes());
        rootDirectory.checkInode(name(record.previous()), inodes.previous());
        record.restoredRoot().orElseThrow().apply(rootDirectory.handle());
        rootDirectory.handle().sync();
    }

    @Override
    public boolean isRestored() throws IOException {
        checkMounted();
        return belongsToSwap(record.previous(), record.inodes().previous())
                && !belongsToSwap(record.leaving(), record.inodes().previous())
                && isStagingEmpty();
    }

    private boolean isStagingEmpty() throws IOException {
        if (!belongsToSwap(record.staged(), record.inodes().staged())) {
            return true;
        }
        try (DirectoryHandle staged = rootDirectory.open(name(record.staged()))) {
            return children(staged).isEmpty();
        }
    }

    private boolean belongsToSwap(Path path, OptionalLong inode) throws IOException {
        return record.inodes().recorded()
                ? rootDirectory.hasInode(name(path), inode)
                : rootDirectory.exists(name(path));
    }

    @Override
    public void rollBack() throws IOException {
        checkMounted();
        boolean isKept = belongsToSwap(record.previous(), record.inodes().previous());
        if (isKept || gathered) {
            SwapDirectory.makeWritable(rootDirectory.handle(), "");
            openStaging();
            deleteConflicting(rootDirectory.handle(), staging);
            moveAll(rootDirectory.handle(), staging, record.restoredModes());
            undoMoves();
            gathered = false;
            if (isKept) {
                rootDirectory.handle().rename(name(record.previous()), rootDirectory.handle(), name(record.leaving()));
                rootDirectory.handle().sync();
            }
        }
        boolean leavingExists = belongsToSwap(record.leaving(), record.inodes().previous());
        if (leavingExists || leaving != null) {
            SwapDirectory.makeWritable(rootDirectory.handle(), "");
            if (leaving == null) {
                leaving = rootDirectory.open(name(record.leaving()));
            }
            deleteConflicting(leaving, rootDirectory.handle());
            moveAll(leaving, rootDirectory.handle(), record.previousModes());
            leaving.close();
            leaving = null;
        }
        if (leavingExists) {
            rootDirectory.handle().deleteDirectory(name(record.leaving()));
        }
        setModes(rootDirectory.handle(), record.previousModes());
    }

    private void undoMoves() throws IOException {
        if (!record.moves().isEmpty()) {
            try (DirectoryHandle previous = leaving != null
                    ? leaving.duplicate()
                    : rootDirectory.openChecked(
                            name(record.previous()), record.inodes().previous())) {
                OmittedFileMove.undoAll(record.moves(), previous, staging);
            }
        }
    }

    /**
     * Opens the staging directory. This process's own stays open wherever it is moved; after a crash it is found by its name, or a new one
     * is created.
     */
    private void openStaging() throws IOException {
        if (staging != null) {
            SwapDirectory.makeWritable(staging, "");
        } else if (belongsToSwap(record.staged(), record.inodes().staged())) {
            staging = rootDirectory.open(name(record.staged()));
        } else {
            String name = name(record.staged());
            staging = rootDirectory.create(rootDirectory.exists(name) ? rootDirectory.freeName(name) : name);
            record = record.with(record.inodes().withStaged(staging.state().inode()));
        }
    }

    @Override
    public void deleteStaged() throws IOException {
        checkMounted();
        SwapDirectory.makeWritable(rootDirectory.handle(), "");
        rootDirectory.delete(
                name(record.staged()),
                record.inodes().recorded(),
                record.inodes().staged(),
                staging);
        if (belongsToSwap(record.leaving(), record.inodes().previous())
                || record.inodes().recorded() && record.inodes().previous().isEmpty()) {
            rootDirectory.delete(name(record.leaving()), true, OptionalLong.empty(), null);
        }
        record.previousRoot().apply(rootDirectory.handle());
        rootDirectory.handle().sync();
    }

    /** Deletes the previous state. The root's own time is set last, since each deleted name changes it. */
    @Override
    public void dropPrevious() throws IOException {
        checkMounted();
        SwapDirectory.makeWritable(rootDirectory.handle(), "");
        try {
            rootDirectory.delete(
                    name(record.previous()),
                    record.inodes().recorded(),
                    record.inodes().previous(),
                    leaving);
            rootDirectory.delete(
                    name(record.staged()),
                    record.inodes().recorded(),
                    record.inodes().staged(),
                    staging);
        } finally {
            applyRootAttributes();
        }
    }

    private void applyRootAttributes() throws IOException {
        try {
            record.restoredRoot().orElseThrow().apply(rootDirectory.handle());
            rootDirectory.handle().sync();
        } catch (IOException e) {
            throw new IOException(
                    RestoreMessage.ROOT_ATTRIBUTES_NOT_SET
                            .with(record.root(), FileFailures.explain(e))
                            .text(),
                    e);
        }
    }

    @Override
    public List<UndeletedTrees.Tree> undeleted() throws IOException {
        List<UndeletedTrees.Tree> undeleted = new ArrayList<>();
        addUndeleted(record.previous(), record.inodes().previous(), undeleted);
        addUndeleted(record.staged(), record.inodes().staged(), undeleted);
        return undeleted;
    }

    private void addUndeleted(Path path, OptionalLong inode, List<UndeletedTrees.Tree> undeleted) throws IOException {
        Optional<FileState> found = rootDirectory.handle().find(name(path));
        if (found.isPresent() && belongsToSwap(path, inode)) {
            undeleted.add(new UndeletedTrees.Tree(path, found.get().inode()));
        }
    }

    /** Lists the children without the hidden directories of any restore. */
    private List<String> children(DirectoryHandle directory) throws IOException {
        List<String> names = directory.names();
        names.removeIf(name -> StagingNames.isStagingName(record.root(), name));
        return names;
    }

    /** Moves all children, in several passes, since the gateway may be writing there. */
    private void moveAll(DirectoryHandle from, DirectoryHandle to, Map<String, Integer> modes) throws IOException {
        int passes = 0;
        for (List<String> remaining = children(from); !remaining.isEmpty(); remaining = children(from)) {
            if (++passes == MAX_PASSES) {
                throw new IOException(
                        RestoreMessage.DIRECTORY_CHANGES.with(from.path()).text());
            }
            for (String child : remaining) {
                Integer mode = modes.get(child);
                if (mode != null) {
                    from.setMode(child, mode | OWNER_WRITES);
                }
                from.rename(child, to, child);
            }
        }
        setModes(to, modes);
        to.sync();
        from.sync();
    }

    /** Deletes children that the gateway created anew under the name of one that comes back. */
    private void deleteConflicting(DirectoryHandle from, DirectoryHandle to) throws IOException {
        for (String child : children(from)) {
            TreeDeletion.delete(to, child);
        }
    }

    private static void setModes(DirectoryHandle directory, Map<String, Integer> modes) throws IOException {
        for (Map.Entry<String, Integer> mode : modes.entrySet()) {
            if (directory.find(mode.getKey()).filter(FileState::isDirectory).isPresent()) {
                directory.setMode(mode.getKey(), mode.getValue());
            }
        }
    }

    /**
     * Lists the child directories without write permission, with their modes. Moving a directory writes to it, since it holds the name
     * "..". Root needs no permission.
     */
    private Map<String, Integer> unwritable(DirectoryHandle directory) throws IOException {
        Map<String, Integer> modes = new TreeMap<>();
        for (String child : children(directory)) {
            Optional<FileState> state = directory.find(child).filter(FileState::isDirectory);
            if (state.isPresent() && !directory.isWritable(child)) {
                modes.put(child, state.get().permissions());
            }
        }
        return modes;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @Override
    public void close() {
        for (DirectoryHandle handle : new DirectoryHandle[] {staging, leaving}) {
            if (handle != null) {
                handle.close();
            }
        }
        rootDirectory.close();
    }
}
