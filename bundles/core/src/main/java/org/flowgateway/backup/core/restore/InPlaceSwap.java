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
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.file.StagingNames;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeDeletion;

/** The swap of a root whose children change places: see {@link InPlaceSwapRecord}. All moves go from one open directory to another. */
final class InPlaceSwap implements TreeSwap {

    private static final int OWNER_WRITES = 0300;
    private static final int OWNER_ONLY = 0700;
    /** Somebody may be writing to a directory while it is emptied: that is put up with so often. */
    private static final int MAX_PASSES = 1000;

    private InPlaceSwapRecord exchange;
    private final SwapDirectory place;
    private DirectoryHandle staging;
    /** The directory of the old state, which somebody may move meanwhile; {@code null} if another process began the swap. */
    private DirectoryHandle leaving;
    /** Whether this process has put all of the old state there: what is in the root is not of the old state any more then. */
    private boolean gathered;

    private InPlaceSwap(InPlaceSwapRecord exchange, SwapDirectory place) {
        this.exchange = exchange;
        this.place = place;
    }

    static InPlaceSwap open(InPlaceSwapRecord exchange, FileTrees trees) throws IOException {
        InPlaceSwap swap = new InPlaceSwap(exchange, new SwapDirectory(openRoot(exchange.root(), trees), trees));
        try {
            swap.checkMounted();
            OptionalLong root = exchange.inodes().root();
            if (root.isPresent() && swap.place.handle().state().inode() != root.getAsLong()) {
                throw new SwapConflictException(
                        exchange.root().toString(), exchange.root().getParent().toString());
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
            throw new IOException(root + " is not there: if its file system is not mounted, mount it", e);
        }
    }

    /** Without its file system the root is empty, and nothing in it tells that a restore is under way there. */
    private void checkMounted() throws IOException {
        if (exchange.mounted() && !place.isMountPoint(exchange.root())) {
            throw new IOException("no file system is mounted on " + exchange.root()
                    + ", as there was when it was restored: mount it");
        }
    }

    @Override
    public InPlaceSwapRecord exchange() {
        return exchange;
    }

    @Override
    public void prepare() throws IOException {
        SwapDirectory.makeWritable(place.handle(), "");
        staging = place.make(name(exchange.staged()));
        exchange = exchange.with(exchange.inodes().withStaged(staging.state().inode()));
    }

    @Override
    public DirectoryHandle staging() {
        return staging;
    }

    @Override
    public void checkStaged() throws IOException {
        place.check(name(exchange.staged()), exchange.inodes().staged());
    }

    @Override
    public void ready(KeptPaths kept) throws IOException {
        checkStaged();
        leaving = place.make(name(exchange.leaving()));
        exchange = exchange.with(exchange.inodes().withOld(leaving.state().inode()));
        exchange = exchange.with(
                DirectoryAttributes.of(staging),
                unwritable(place.handle()),
                unwritable(staging),
                kept.moves(place.handle(), "", staging));
    }

    @Override
    public void swap() throws IOException {
        SwapInodes inodes = exchange.inodes();
        checkStaged();
        place.check(name(exchange.leaving()), inodes.old());
        SwapDirectory.makeWritable(staging, "");
        moveAll(place.handle(), leaving, exchange.oldModes());
        gathered = true;
        place.rename(name(exchange.leaving()), name(exchange.old()), inodes.old());
        KeptMove.makeAll(exchange.moves(), leaving, staging);
        moveAll(staging, place.handle(), exchange.restoredModes());
        place.check(name(exchange.old()), inodes.old());
        exchange.restoredRoot().orElseThrow().apply(place.handle());
        place.handle().sync();
    }

    @Override
    public boolean isRestored() throws IOException {
        checkMounted();
        return isOurs(exchange.old(), exchange.inodes().old())
                && !isOurs(exchange.leaving(), exchange.inodes().old())
                && isStagingEmpty();
    }

    private boolean isStagingEmpty() throws IOException {
        if (!isOurs(exchange.staged(), exchange.inodes().staged())) {
            return true;
        }
        try (DirectoryHandle staged = place.open(name(exchange.staged()))) {
            return children(staged).isEmpty();
        }
    }

    private boolean isOurs(Path path, OptionalLong inode) throws IOException {
        return exchange.inodes().recorded() ? place.is(name(path), inode) : place.exists(name(path));
    }

    @Override
    public void takeBack() throws IOException {
        checkMounted();
        boolean kept = isOurs(exchange.old(), exchange.inodes().old());
        if (kept || gathered) {
            SwapDirectory.makeWritable(place.handle(), "");
            openStaging();
            makeWay(place.handle(), staging);
            moveAll(place.handle(), staging, exchange.restoredModes());
            undoMoves();
            gathered = false;
            if (kept) {
                place.handle().rename(name(exchange.old()), place.handle(), name(exchange.leaving()));
                place.handle().sync();
            }
        }
        boolean named = isOurs(exchange.leaving(), exchange.inodes().old());
        if (named || leaving != null) {
            SwapDirectory.makeWritable(place.handle(), "");
            if (leaving == null) {
                leaving = place.open(name(exchange.leaving()));
            }
            makeWay(leaving, place.handle());
            moveAll(leaving, place.handle(), exchange.oldModes());
            leaving.close();
            leaving = null;
        }
        if (named) {
            place.handle().deleteDirectory(name(exchange.leaving()));
        }
        setModes(place.handle(), exchange.oldModes());
    }

    private void undoMoves() throws IOException {
        if (!exchange.moves().isEmpty()) {
            try (DirectoryHandle old = leaving != null
                    ? leaving.duplicate()
                    : place.openOwn(name(exchange.old()), exchange.inodes().old())) {
                KeptMove.undoAll(exchange.moves(), old, staging);
            }
        }
    }

    /** The one that this process made stays open wherever it is by now; after a crash its name leads to it, or a new one is made. */
    private void openStaging() throws IOException {
        if (staging != null) {
            SwapDirectory.makeWritable(staging, "");
        } else if (isOurs(exchange.staged(), exchange.inodes().staged())) {
            staging = place.open(name(exchange.staged()));
        } else {
            String name = name(exchange.staged());
            staging = place.make(place.exists(name) ? place.free(name) : name);
            exchange =
                    exchange.with(exchange.inodes().withStaged(staging.state().inode()));
        }
    }

    @Override
    public void clear() throws IOException {
        checkMounted();
        SwapDirectory.makeWritable(place.handle(), "");
        place.delete(
                name(exchange.staged()),
                exchange.inodes().recorded(),
                exchange.inodes().staged(),
                staging);
        if (isOurs(exchange.leaving(), exchange.inodes().old())
                || exchange.inodes().recorded() && exchange.inodes().old().isEmpty()) {
            place.delete(name(exchange.leaving()), true, OptionalLong.empty(), null);
        }
        exchange.oldRoot().apply(place.handle());
        place.handle().sync();
    }

    /** The root's own time comes last: each name that goes changes it. */
    @Override
    public void dropOld() throws IOException {
        checkMounted();
        SwapDirectory.makeWritable(place.handle(), "");
        try {
            place.delete(
                    name(exchange.old()),
                    exchange.inodes().recorded(),
                    exchange.inodes().old(),
                    leaving);
            place.delete(
                    name(exchange.staged()),
                    exchange.inodes().recorded(),
                    exchange.inodes().staged(),
                    staging);
        } finally {
            giveOwnAttributes();
        }
    }

    private void giveOwnAttributes() throws IOException {
        try {
            exchange.restoredRoot().orElseThrow().apply(place.handle());
            place.handle().sync();
        } catch (IOException e) {
            throw new IOException(
                    exchange.root() + " could not be given its own mode and time at last: " + IoMessages.explain(e)
                            + ". Set them by hand, or restore once more",
                    e);
        }
    }

    @Override
    public List<UndeletedTrees.Tree> left() throws IOException {
        List<UndeletedTrees.Tree> left = new ArrayList<>();
        addLeft(exchange.old(), exchange.inodes().old(), left);
        addLeft(exchange.staged(), exchange.inodes().staged(), left);
        return left;
    }

    private void addLeft(Path path, OptionalLong inode, List<UndeletedTrees.Tree> left) throws IOException {
        Optional<FileState> found = place.handle().find(name(path));
        if (found.isPresent() && isOurs(path, inode)) {
            left.add(new UndeletedTrees.Tree(path, found.get().inode()));
        }
    }

    /** All that is there but what restores have put there, of whichever restore. */
    private List<String> children(DirectoryHandle directory) throws IOException {
        List<String> names = directory.names();
        names.removeIf(name -> StagingNames.isOne(exchange.root(), name));
        return names;
    }

    /** Until nothing is left: the gateway may be writing there. */
    private void moveAll(DirectoryHandle from, DirectoryHandle to, Map<String, Integer> modes) throws IOException {
        int passes = 0;
        for (List<String> left = children(from); !left.isEmpty(); left = children(from)) {
            if (++passes == MAX_PASSES) {
                throw new IOException("files are made in " + from.path() + " all the time. Stop what writes there");
            }
            for (String child : left) {
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

    /** On the way back, what the gateway made anew under a name that comes back is in the way. */
    private void makeWay(DirectoryHandle from, DirectoryHandle to) throws IOException {
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

    /** A directory that moves to another one is itself written to: it holds the name "..". Whoever may do everything needs no right to it. */
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
        place.close();
    }
}
