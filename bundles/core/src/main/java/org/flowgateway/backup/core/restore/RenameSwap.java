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

/** The swap of a root that is renamed. */
final class RenameSwap implements TreeSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RenameSwap.class);
    private RenameSwapRecord exchange;
    private final Optional<SwapDirectory> place;
    private DirectoryHandle staging;
    /** The old state, which somebody may move meanwhile; {@code null} if there is none, or another process began the swap. */
    private DirectoryHandle current;
    /** Whether this process has begun to rename. */
    private boolean begun;

    private RenameSwap(RenameSwapRecord exchange, Optional<SwapDirectory> place) {
        this.exchange = exchange;
        this.place = place;
    }

    /** Without the directory above the root there is nothing to open: it was never made, or its file system is not mounted. */
    static RenameSwap open(RenameSwapRecord exchange, FileTrees trees) throws IOException {
        Path above = exchange.root().getParent();
        try {
            return new RenameSwap(exchange, Optional.of(new SwapDirectory(trees.open(above), trees)));
        } catch (NoSuchFileException e) {
            return new RenameSwap(exchange, Optional.empty());
        }
    }

    @Override
    public RenameSwapRecord exchange() {
        return exchange;
    }

    @Override
    public void prepare() throws IOException {
        staging = place.orElseThrow(() ->
                        new NoSuchFileException(exchange.root().getParent().toString()))
                .make(name(exchange.staged()));
        staging.tryLock(); // It will be the root, and is to be found locked there as the old root was: by jobs of
        // other installations.
        exchange = exchange.with(exchange.inodes().withStaged(staging.state().inode()));
        openCurrent(place.get());
    }

    private void openCurrent(SwapDirectory directory) throws IOException {
        if (!exchange.existed()) {
            return;
        }
        directory.check(name(exchange.root()), exchange.inodes().old());
        Optional<FileState> root =
                directory.handle().find(name(exchange.root())).filter(FileState::isDirectory);
        if (root.isPresent()) {
            try {
                current = directory.handle().openDirectory(name(exchange.root()), root.get());
            } catch (AccessDeniedException e) {
                LOG.debug("{} cannot be read, so it is known by its name alone", exchange.root(), e);
            }
        }
    }

    @Override
    public DirectoryHandle staging() {
        return staging;
    }

    @Override
    public void ready(KeptPaths kept) throws IOException {
        checkStaged();
        if (exchange.existed()) {
            exchange = exchange.with(kept.moves(place.orElseThrow().handle(), name(exchange.root()), staging));
        }
    }

    @Override
    public void checkStaged() throws IOException {
        place.orElseThrow().check(name(exchange.staged()), exchange.inodes().staged());
    }

    @Override
    public void swap() throws IOException {
        SwapDirectory directory = place.orElseThrow();
        checkStaged();
        if (exchange.existed()) {
            directory.check(name(exchange.root()), exchange.inodes().old());
        }
        begun = true;
        if (exchange.existed()) {
            directory.rename(
                    name(exchange.root()),
                    name(exchange.old()),
                    exchange.inodes().old());
        }
        if (!exchange.moves().isEmpty()) {
            try (DirectoryHandle old = openOld()) {
                KeptMove.makeAll(exchange.moves(), old, staging);
            }
        }
        directory.rename(
                name(exchange.staged()),
                name(exchange.root()),
                exchange.inodes().staged());
    }

    @Override
    public boolean isRestored() throws IOException {
        return place.isPresent()
                && rootIsRestored()
                && (exchange.existed()
                        ? oldIsKept()
                        : exchange.inodes().recorded() || !place.get().exists(name(exchange.old())));
    }

    private boolean rootIsRestored() throws IOException {
        SwapDirectory directory = place.orElseThrow();
        return exchange.inodes().recorded()
                ? directory.is(name(exchange.root()), exchange.inodes().staged())
                : directory.exists(name(exchange.root()))
                        && !directory.exists(name(exchange.staged()))
                        && (!exchange.existed() || oldIsKept());
    }

    private boolean oldIsKept() throws IOException {
        SwapDirectory directory = place.orElseThrow();
        return exchange.inodes().recorded()
                ? directory.is(name(exchange.old()), exchange.inodes().old())
                : directory.exists(name(exchange.old()));
    }

    /** An older journal knows by names only whether the old state is where it was. */
    private boolean rootIsOld() throws IOException {
        SwapDirectory directory = place.orElseThrow();
        return exchange.inodes().recorded()
                ? directory.is(name(exchange.root()), exchange.inodes().old())
                : directory.exists(name(exchange.root())) && !directory.exists(name(exchange.old()));
    }

    /** The old state is back before anything of the restored one is deleted, so that a crash in here can be followed by another try. */
    @Override
    public void takeBack() throws IOException {
        if (staging != null && !begun) {
            return;
        }
        if (!exchange.existed()) {
            if (place.isPresent() && rootIsRestored()) {
                moveRootAway();
            }
            return;
        }
        if (place.isPresent() && rootIsOld()) {
            return;
        }
        undoMoves();
        boolean kept = place.isPresent() && oldIsKept();
        if (!kept && (place.isEmpty() || current == null)) {
            throw new IOException("the old state is neither in " + exchange.root() + " nor in " + exchange.old()
                    + ": if their file system is not mounted, mount it");
        }
        SwapDirectory directory = place.get();
        if (directory.exists(name(exchange.root()))) {
            moveRootAway();
        }
        if (kept) {
            directory.handle().rename(name(exchange.old()), directory.handle(), name(exchange.root()));
            directory.handle().sync();
        } else {
            directory.bringBack(current, name(exchange.root()));
        }
    }

    /** The old state is in its place only while nothing of it is in the restored one. */
    private void undoMoves() throws IOException {
        if (exchange.moves().isEmpty() || place.isEmpty() || current == null && !oldIsKept()) {
            return;
        }
        SwapDirectory directory = place.get();
        String restored = directory.is(name(exchange.root()), exchange.inodes().staged())
                ? name(exchange.root())
                : name(exchange.staged());
        try (DirectoryHandle old = openOld();
                DirectoryHandle back = staging != null
                        ? staging.duplicate()
                        : directory.openOwn(restored, exchange.inodes().staged())) {
            KeptMove.undoAll(exchange.moves(), old, back);
        }
    }

    private DirectoryHandle openOld() throws IOException {
        return current != null
                ? current.duplicate()
                : place.orElseThrow()
                        .openOwn(name(exchange.old()), exchange.inodes().old());
    }

    /** What is in the root's place goes back to where it was staged; what is not the restored state is kept under a name of its own. */
    private void moveRootAway() throws IOException {
        SwapDirectory directory = place.orElseThrow();
        String root = name(exchange.root());
        String staged = name(exchange.staged());
        if (!exchange.inodes().recorded()) {
            directory.delete(staged, false, exchange.inodes().staged(), null);
        }
        if (directory.exists(staged)
                || exchange.inodes().recorded()
                        && !directory.is(root, exchange.inodes().staged())) {
            directory.moveAside(root, staged);
        } else {
            directory.handle().rename(root, directory.handle(), staged);
            directory.handle().sync();
        }
    }

    @Override
    public void clear() throws IOException {
        if (place.isPresent()) {
            place.get()
                    .delete(
                            name(exchange.staged()),
                            exchange.inodes().recorded(),
                            exchange.inodes().staged(),
                            staging);
        }
    }

    @Override
    public void dropOld() throws IOException {
        if (place.isPresent() && exchange.existed()) {
            place.get()
                    .delete(
                            name(exchange.old()),
                            exchange.inodes().recorded(),
                            exchange.inodes().old(),
                            current);
        }
    }

    @Override
    public List<UndeletedTrees.Tree> left() throws IOException {
        List<UndeletedTrees.Tree> left = new ArrayList<>();
        if (place.isPresent() && exchange.existed()) {
            Optional<FileState> found = place.get().handle().find(name(exchange.old()));
            if (found.isPresent() && (!exchange.inodes().recorded() || oldIsKept())) {
                left.add(new UndeletedTrees.Tree(exchange.old(), found.get().inode()));
            }
        }
        return left;
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
        place.ifPresent(SwapDirectory::close);
    }
}
