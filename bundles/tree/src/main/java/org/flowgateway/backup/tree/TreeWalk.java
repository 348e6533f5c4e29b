package org.flowgateway.backup.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Walk through a tree in the order of names, a directory before its content. It holds the names of the directories on the current path, never
 * the whole tree. A bounded number of directories is open, whatever the depth. One thread at a time.
 *
 * @param <X> thrown if something cannot be read and must not be skipped
 */
public final class TreeWalk<X extends Exception> implements Closeable {

    /** Maximum number of open directories; those further up are opened again when the walk returns to them. */
    private static final int MAX_OPEN = 32;
    /** Maximum number of inspections of a name whose file changes its type each time. */
    private static final int MAX_INSPECTIONS = 8;

    private final DirectoryHandle root;
    private final String start;
    private final ListedNames startSiblings;
    private final ReadErrorHandler<X> errors;
    private final Predicate<String> hidden;
    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean begun;

    /**
     * Creates a walk through a whole tree.
     *
     * @param root stays open after the walk
     * @param errors handler of files that cannot be read, which are then skipped
     * @param hidden names in the root that do not belong to the tree
     */
    public TreeWalk(DirectoryHandle root, ReadErrorHandler<X> errors, Predicate<String> hidden) {
        this(root, "", new ListedNames("", null, new String[0]), errors, hidden);
    }

    /**
     * Creates a walk that starts at a path that another walk has just found: at a file, which is then its only result, or at a directory. Paths
     * are those of the tree. A missing start is reported.
     *
     * @param siblings names of the path's directory
     */
    public TreeWalk(
            DirectoryHandle root,
            String start,
            ListedNames siblings,
            ReadErrorHandler<X> errors,
            Predicate<String> hidden) {
        this.root = root;
        this.start = start;
        this.startSiblings = siblings;
        this.errors = errors;
        this.hidden = hidden;
    }

    /** Returns the next file, directory, link or special file; empty at the end of the tree. */
    public Optional<WalkedFile> next() throws X {
        if (!begun) {
            begun = true;
            Optional<WalkedFile> found = inspect(start, null);
            if (found.isPresent()) {
                return found;
            }
        }
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.names.isEmpty()) {
                levels.pop().close();
            } else {
                Optional<WalkedFile> found = inspect(level.names.removeFirst(), level);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether nothing is left, without a system call. */
    public boolean isAtEnd() {
        return begun && levels.stream().allMatch(level -> level.names.isEmpty());
    }

    /** Skips the content of the directory that was returned last. */
    public void skipDirectory() {
        levels.pop().close();
    }

    /**
     * Inspects a name.
     *
     * @param level directory of the name; {@code null} for the start itself
     */
    private Optional<WalkedFile> inspect(String name, Level level) throws X {
        String path = level == null || level.path.isEmpty() ? name : level.path + "/" + name;
        for (int looks = 1; ; looks++) {
            try {
                return Optional.of(found(name, path, level));
            } catch (NotDirectoryException | SymbolicLinkException | FileReplacedException e) {
                if (looks == MAX_INSPECTIONS) { // Otherwise it was replaced between the inspection and the opening.
                    errors.report(path, e);
                    return Optional.empty();
                }
            } catch (NoSuchFileException e) {
                if (level == null) {
                    errors.report(path, e);
                    return Optional.empty();
                }
                if (!addNewNames(level, name)
                        || looks == MAX_INSPECTIONS) { // Otherwise it was deleted and created again.
                    return Optional.empty();
                }
            } catch (IOException e) {
                errors.report(path, e);
                return Optional.empty();
            }
        }
    }

    private WalkedFile found(String name, String path, Level level) throws IOException {
        DirectoryHandle directory = level == null ? root : level.open();
        FileState state = directory.state(name);
        if (state.isDirectory()) {
            enter(path, state, directory.openDirectory(name, state), level == null ? startSiblings : level.known);
        }
        return new WalkedFile(path, state, level == null ? startSiblings : level.known);
    }

    private void enter(String path, FileState state, DirectoryHandle handle, ListedNames siblings) throws IOException {
        List<String> names;
        try {
            names = handle.names();
        } catch (IOException e) {
            handle.close();
            throw e;
        }
        if (path.isEmpty()) {
            names.removeIf(hidden);
        }
        names.sort(NameOrder::compare);
        levels.push(new Level(
                path,
                state,
                handle,
                new ListedNames(path, path.isEmpty() ? null : siblings, names.toArray(String[]::new)),
                names));
        levels.stream().skip(MAX_OPEN).limit(1).forEach(Level::close);
    }

    /**
     * Lists the directory of a missing name again, since the file may have been renamed: names created meanwhile belong to the tree. If the
     * directory itself is missing, its parent may contain it under another name.
     *
     * @return whether the name exists again
     */
    private boolean addNewNames(Level level, String name) throws X {
        for (Level listed : levels) {
            if (!listed.known.mayListAgain()) {
                return false;
            }
            try {
                List<String> names = listed.open().names();
                if (listed.path.isEmpty()) {
                    names.removeIf(hidden);
                }
                listed.add(listed.known.addAll(names));
                return listed == level && names.contains(name);
            } catch (NoSuchFileException e) {
                listed.names.clear();
            } catch (IOException e) {
                errors.reportNewNames(listed.path, e);
                return false;
            }
        }
        return false;
    }

    /** Closes all directories of the walk. */
    @Override
    public void close() {
        begun = true;
        levels.forEach(Level::close);
        levels.clear();
    }

    /** Directory on the current path of the walk. */
    private final class Level {

        private final String path;
        private final FileState state;
        private final Deque<String> names;
        private final ListedNames known;
        private DirectoryHandle handle;

        Level(String path, FileState state, DirectoryHandle handle, ListedNames known, List<String> names) {
            this.path = path;
            this.state = state;
            this.handle = handle;
            this.known = known;
            this.names = new ArrayDeque<>(names);
        }

        void add(List<String> added) {
            if (!added.isEmpty()) {
                List<String> left = new ArrayList<>(names);
                left.addAll(added);
                left.sort(NameOrder::compare);
                names.clear();
                names.addAll(left);
            }
        }

        DirectoryHandle open() throws IOException {
            if (handle == null) {
                handle = root.openDirectory(path, state);
            }
            return handle;
        }

        void close() {
            if (handle != null) {
                handle.close();
                handle = null;
            }
        }
    }
}
