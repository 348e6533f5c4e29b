package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.flowgateway.backup.core.DurableFiles;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.StagingNames;
import org.flowgateway.backup.core.tree.RootPlace;

/**
 * An exchange in which the root stays what it is, since it is a mount point or may not be renamed: what lies in it changes places, child
 * by child, with hidden directories inside of it, which are on its own file system.
 *
 * <p>While there is {@code leaving}, all that lies in the root is of the old state, the rest of which is in {@code leaving}. That is
 * renamed to {@code old} when it holds the whole old state: from then on all that lies in the root is of the restored state. On the way
 * back it is the same in reverse. So one name tells whose the root's children are, it changes in one step, and needs no space on a disk.
 *
 * @param leaving where the old state is gathered
 * @param mounted whether the root was a mount point
 * @param oldRoot what the root itself was
 * @param restoredRoot what the root itself will be; empty before the restored state is complete
 * @param oldModes modes of old directories that must be writable for a moment to be moved, by name
 * @param restoredModes the same of restored ones
 */
record KeptRoot(Path root, Path staged, Path leaving, Path old, boolean mounted, DirectoryAttributes oldRoot,
        Optional<DirectoryAttributes> restoredRoot, Map<String, Integer> oldModes, Map<String, Integer> restoredModes) implements Exchange {

    private static final int OWNER_WRITES = 0300;

    KeptRoot {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(staged, "staged");
        Objects.requireNonNull(leaving, "leaving");
        Objects.requireNonNull(old, "old");
        Objects.requireNonNull(oldRoot, "oldRoot");
        Objects.requireNonNull(restoredRoot, "restoredRoot");
        oldModes = Collections.unmodifiableMap(new TreeMap<>(oldModes));
        restoredModes = Collections.unmodifiableMap(new TreeMap<>(restoredModes));
    }

    static KeptRoot of(Path root, String restore) throws IOException {
        StagingNames names = new StagingNames(root, restore);
        return new KeptRoot(root, root.resolve(names.restored()), root.resolve(names.leaving()), root.resolve(names.before()),
                RootPlace.isMountPoint(root), DirectoryAttributes.of(root), Optional.empty(), Map.of(), Map.of());
    }

    @Override
    public void prepare() throws IOException {
        Trees.makeWritable(root);
        make(staged);
    }

    @Override
    public KeptRoot ready() throws IOException {
        return new KeptRoot(root, staged, leaving, old, mounted, oldRoot, Optional.of(DirectoryAttributes.of(staged)), unwritable(root),
                unwritable(staged));
    }

    @Override
    public void swap() throws IOException {
        Trees.makeWritable(staged);
        make(leaving);
        moveAll(root, leaving, oldModes);
        DurableFiles.rename(leaving, old);
        moveAll(staged, root, restoredModes);
        restoredRoot.orElseThrow().apply(root);
        DurableFiles.syncDirectory(root);
    }

    @Override
    public boolean isRestored() throws IOException {
        checkMounted();
        return Trees.exists(old) && !Trees.exists(leaving) && (!Trees.exists(staged) || children(staged).isEmpty());
    }

    @Override
    public void takeBack() throws IOException {
        checkMounted();
        if (Trees.exists(old)) {
            Trees.makeWritable(root);
            if (!Trees.exists(staged)) {
                make(staged);
            }
            Trees.makeWritable(staged);
            makeWay(root, staged);
            moveAll(root, staged, restoredModes);
            DurableFiles.rename(old, leaving);
        }
        if (Trees.exists(leaving)) {
            makeWay(leaving, root);
            moveAll(leaving, root, oldModes);
            Files.delete(leaving);
        }
        setModes(root, oldModes);
    }

    @Override
    public void clear() throws IOException {
        checkMounted();
        Trees.makeWritable(root);
        Trees.delete(staged);
        oldRoot.apply(root);
        DurableFiles.syncDirectory(root);
    }

    /** The root's own time comes last: each name that goes changes it. */
    @Override
    public void dropOld() throws IOException {
        checkMounted();
        Trees.makeWritable(root);
        try {
            Trees.delete(old);
            Trees.delete(staged);
        } finally {
            giveOwnAttributes();
        }
    }

    private void giveOwnAttributes() throws IOException {
        try {
            restoredRoot.orElseThrow().apply(root);
            DurableFiles.syncDirectory(root);
        } catch (IOException e) {
            throw new IOException(root + " could not be given its own mode and time at last: " + IoMessages.explain(e)
                    + ". Set them by hand, or restore once more", e);
        }
    }

    /** Without its file system the root is empty, and nothing in it tells that a restore is under way there. */
    private void checkMounted() throws IOException {
        if (mounted && !RootPlace.isMountPoint(root)) {
            throw new IOException("no file system is mounted on " + root + ", as there was when it was restored: mount it");
        }
    }

    /** All that lies there but what restores have put there, of whichever restore. */
    private List<Path> children(Path directory) throws IOException {
        return Trees.children(directory).stream().filter(child -> !StagingNames.isOne(root, child)).toList();
    }

    /** Until nothing is left: the gateway may be writing there. */
    private void moveAll(Path from, Path to, Map<String, Integer> modes) throws IOException {
        for (List<Path> left = children(from); !left.isEmpty(); left = children(from)) {
            for (Path child : left) {
                Integer mode = modes.get(child.getFileName().toString());
                if (mode != null) {
                    Files.setAttribute(child, "unix:mode", mode | OWNER_WRITES);
                }
                Trees.move(child, to.resolve(child.getFileName().toString()));
            }
        }
        setModes(to, modes);
        DurableFiles.syncDirectory(to);
        DurableFiles.syncDirectory(from);
    }

    /** On the way back, what the gateway made anew under a name that comes back is in the way. */
    private void makeWay(Path from, Path to) throws IOException {
        for (Path child : children(from)) {
            Trees.delete(to.resolve(child.getFileName().toString()));
        }
    }

    private static void setModes(Path directory, Map<String, Integer> modes) throws IOException {
        for (Map.Entry<String, Integer> mode : modes.entrySet()) {
            Path child = directory.resolve(mode.getKey());
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                Files.setAttribute(child, "unix:mode", mode.getValue());
            }
        }
    }

    /** A directory that moves to another one is itself written to: it holds the name "..". Whoever may do everything needs no right to it. */
    private Map<String, Integer> unwritable(Path directory) throws IOException {
        Map<String, Integer> modes = new TreeMap<>();
        for (Path child : children(directory)) {
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(child)) {
                modes.put(child.getFileName().toString(), DirectoryAttributes.of(child).mode());
            }
        }
        return modes;
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
