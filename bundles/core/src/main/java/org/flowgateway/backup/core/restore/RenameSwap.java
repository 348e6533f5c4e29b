package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Swap of a root by renaming it. */
final class RenameSwap implements TreeSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RenameSwap.class);
    private RenameSwapRecord record;
    private final Optional<SwapDirectory> parent;
    private DirectoryHandle staging;
    /** The previous state, which somebody may move meanwhile; {@code null} if there is none, or another process began the swap. */
    private DirectoryHandle current;
    /** Set once this process has begun to rename. */
    private boolean started;

    private RenameSwap(RenameSwapRecord record, Optional<SwapDirectory> parent) {
        this.record = record;
        this.parent = parent;
    }

    /** Opens the directory above the root. It may be missing: it was never made, or its file system is not mounted. */
    static RenameSwap open(RenameSwapRecord record, FileTrees trees) throws IOException {
        Path above = record.root().getParent();
        try {
            return new RenameSwap(record, Optional.of(new SwapDirectory(trees.open(above), trees)));
        } catch (NoSuchFileException e) {
            return new RenameSwap(record, Optional.empty());
        }
    }

    @Override
    public RenameSwapRecord record() {
        return record;
    }

    @Override
    public void createStaging() throws IOException {
        staging = parent.orElseThrow(
                        () -> new NoSuchFileException(record.root().getParent().toString()))
                .create(name(record.staged()));
        staging.tryLock(); // It will be the root, and jobs of other installations must find it locked, as the current
        // root is.
        record = record.with(record.inodes().withStaged(staging.state().inode()));
        openCurrent(parent.get());
    }

    private void openCurrent(SwapDirectory directory) throws IOException {
        if (!record.existed()) {
            return;
        }
        directory.checkInode(name(record.root()), record.inodes().previous());
        Optional<FileState> root = directory.handle().find(name(record.root())).filter(FileState::isDirectory);
        if (root.isPresent()) {
            try {
                current = directory.handle().openDirectory(name(record.root()), root.get());
            } catch (AccessDeniedException e) {
                LOG.debug("{} cannot be read, so it is known by its name alone", record.root(), e);
            }
        }
    }

    @Override
    public DirectoryHandle staging() {
        return staging;
    }

    @Override
    public void prepareSwap(OmittedPaths omitted) throws IOException {
        checkStaged();
        if (record.existed()) {
            record = record.with(omitted.moves(parent.orElseThrow().handle(), name(record.root()), staging));
        }
    }

    @Override
    public void checkStaged() throws IOException {
        parent.orElseThrow().checkInode(name(record.staged()), record.inodes().staged());
    }

    @Override
    public void swap() throws IOException {
        SwapDirectory directory = parent.orElseThrow();
        checkStaged();
        if (record.existed()) {
            directory.checkInode(name(record.root()), record.inodes().previous());
        }
        started = true;
        if (record.existed()) {
            directory.rename(
                    name(record.root()),
                    name(record.previous()),
                    record.inodes().previous());
        }
        if (!record.moves().isEmpty()) {
            try (DirectoryHandle previous = openPrevious()) {
                OmittedFileMove.applyAll(record.moves(), previous, staging);
            }
        }
        directory.rename(
                name(record.staged()), name(record.root()), record.inodes().staged());
    }

    @Override
    public boolean isRestored() throws IOException {
        return parent.isPresent()
                && rootIsRestored()
                && (record.existed()
                        ? previousIsKept()
                        : record.inodes().recorded() || !parent.get().exists(name(record.previous())));
    }

    private boolean rootIsRestored() throws IOException {
        SwapDirectory directory = parent.orElseThrow();
        return record.inodes().recorded()
                ? directory.hasInode(name(record.root()), record.inodes().staged())
                : directory.exists(name(record.root()))
                        && !directory.exists(name(record.staged()))
                        && (!record.existed() || previousIsKept());
    }

    private boolean previousIsKept() throws IOException {
        SwapDirectory directory = parent.orElseThrow();
        return record.inodes().recorded()
                ? directory.hasInode(name(record.previous()), record.inodes().previous())
                : directory.exists(name(record.previous()));
    }

    /** Tells whether the previous state is at the root. With an older journal only the names tell. */
    private boolean rootIsPrevious() throws IOException {
        SwapDirectory directory = parent.orElseThrow();
        return record.inodes().recorded()
                ? directory.hasInode(name(record.root()), record.inodes().previous())
                : directory.exists(name(record.root())) && !directory.exists(name(record.previous()));
    }

    /** Brings the previous state back before any of the restored one is deleted, so that a rollback can be repeated after a crash. */
    @Override
    public void rollBack() throws IOException {
        if (staging != null && !started) {
            return;
        }
        if (!record.existed()) {
            if (parent.isPresent() && rootIsRestored()) {
                moveRootAway();
            }
            return;
        }
        if (parent.isPresent() && rootIsPrevious()) {
            return;
        }
        undoMoves();
        boolean isKept = parent.isPresent() && previousIsKept();
        if (!isKept && (parent.isEmpty() || current == null)) {
            throw new IOException(RestoreMessage.PREVIOUS_STATE_GONE
                    .with(record.root(), record.previous())
                    .text());
        }
        SwapDirectory directory = parent.get();
        if (directory.exists(name(record.root()))) {
            moveRootAway();
        }
        if (isKept) {
            directory.handle().rename(name(record.previous()), directory.handle(), name(record.root()));
            directory.handle().sync();
        } else {
            directory.moveBack(current, name(record.root()));
        }
    }

    /** Undoes the moves of kept files before the previous state returns to the root. */
    private void undoMoves() throws IOException {
        if (record.moves().isEmpty() || parent.isEmpty() || current == null && !previousIsKept()) {
            return;
        }
        SwapDirectory directory = parent.get();
        String restored =
                directory.hasInode(name(record.root()), record.inodes().staged())
                        ? name(record.root())
                        : name(record.staged());
        try (DirectoryHandle previous = openPrevious();
                DirectoryHandle restoredRoot = staging != null
                        ? staging.duplicate()
                        : directory.openChecked(restored, record.inodes().staged())) {
            OmittedFileMove.undoAll(record.moves(), previous, restoredRoot);
        }
    }

    private DirectoryHandle openPrevious() throws IOException {
        return current != null
                ? current.duplicate()
                : parent.orElseThrow()
                        .openChecked(name(record.previous()), record.inodes().previous());
    }

    /**
     * Moves the restored state from the root to where it was staged; a directory that is not the restored state is kept under a name of its
     * own.
     */
    private void moveRootAway() throws IOException {
        SwapDirectory directory = parent.orElseThrow();
        String root = name(record.root());
        String staged = name(record.staged());
        if (!record.inodes().recorded()) {
            directory.delete(staged, false, record.inodes().staged(), null);
        }
        if (directory.exists(staged)
                || record.inodes().recorded()
                        && !directory.hasInode(root, record.inodes().staged())) {
            directory.moveAside(root, staged);
        } else {
            directory.handle().rename(root, directory.handle(), staged);
            directory.handle().sync();
        }
    }

    @Override
    public void deleteStaged() throws IOException {
        if (parent.isPresent()) {
            parent.get()
                    .delete(
                            name(record.staged()),
                            record.inodes().recorded(),
                            record.inodes().staged(),
                            staging);
        }
    }

    @Override
    public void dropPrevious() throws IOException {
        if (parent.isPresent() && record.existed()) {
            parent.get()
                    .delete(
                            name(record.previous()),
                            record.inodes().recorded(),
                            record.inodes().previous(),
                            current);
        }
    }

    @Override
    public List<UndeletedTrees.Tree> undeleted() throws IOException {
        List<UndeletedTrees.Tree> undeleted = new ArrayList<>();
        if (parent.isPresent() && record.existed()) {
            Optional<FileState> found = parent.get().handle().find(name(record.previous()));
            if (found.isPresent() && (!record.inodes().recorded() || previousIsKept())) {
                undeleted.add(
                        new UndeletedTrees.Tree(record.previous(), found.get().inode()));
            }
        }
        return undeleted;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @Override
    public void close() {
        for (DirectoryHandle handle : new DirectoryHandle[] {staging, current}) {
            if (handle != null) {
                handle.close();
            }
        }
        parent.ifPresent(SwapDirectory::close);
    }
}
