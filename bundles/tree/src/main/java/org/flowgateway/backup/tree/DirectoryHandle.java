package org.flowgateway.backup.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Open directory and the tree below it. Paths are relative to it, with {@code /} between names as {@link FileNames} reads them, and "" for the
 * directory itself; a path with an empty, {@code .} or {@code ..} segment is refused with an {@link IllegalArgumentException}. No component may
 * be a symbolic link: a call then fails with a {@link SymbolicLinkException} or, as for any other file that is no directory, a
 * {@link java.nio.file.NotDirectoryException}. The handle remains valid if the directory is moved.
 *
 * <p>Calls throw {@link ClosedChannelException} after {@link #close}; other failures as the exceptions of {@code java.nio.file}, with the
 * system's own reason. Thread-safe.
 */
public final class DirectoryHandle implements Closeable {

    private static final int WRITE_AND_SEARCH = 3;

    private final ClosableDescriptor descriptor;
    private final String path;
    private final TreeHook hook;

    DirectoryHandle(int descriptor, String path, TreeHook hook) {
        this.descriptor = new ClosableDescriptor(descriptor);
        this.path = path.equals("/") ? "" : path;
        this.hook = hook;
    }

    /** Absolute path by which it was opened, for messages. */
    public String path() {
        return path.isEmpty() ? "/" : path;
    }

    /**
     * Determines the directory's current path, since others may have moved it.
     *
     * @return empty if it was deleted, or cannot be reached by a path
     */
    public Optional<Path> currentPath() throws IOException {
        int number = descriptor.use();
        try {
            NativeScratch scratch = NativeScratch.get();
            long length = Libc.readlinkat(
                    Libc.AT_FDCWD,
                    scratch.name("/proc/self/fd/" + number),
                    scratch.dataAddress(),
                    NativeScratch.DATA_SIZE);
            if (length < 0) {
                throw Errno.last(path());
            }
            String found = FileNames.decode(scratch.data((int) length), 0, (int) length);
            return found.startsWith("/") && !found.endsWith(" (deleted)")
                    ? Optional.of(Path.of(found))
                    : Optional.empty();
        } finally {
            descriptor.done();
        }
    }

    /** Reads the state of the directory itself. */
    public FileState state() throws IOException {
        return state("");
    }

    /** Reads the state of a file, without following a symbolic link. */
    public FileState state(String name) throws IOException {
        hook.before(TreeOperation.LOOK, displayPath(name));
        return inParent(name, (directory, last) -> StatCalls.of(directory, last, displayPath(name)));
    }

    /** Reads the state of a file; empty if there is none. */
    public Optional<FileState> find(String name) throws IOException {
        try {
            return Optional.of(state(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Lists the names in the directory, each once, unordered. */
    public List<String> names() throws IOException {
        hook.before(TreeOperation.LIST, path());
        int number = descriptor.use();
        try {
            return DirectoryListing.names(number, path());
        } finally {
            descriptor.done();
        }
    }

    /**
     * Passes the names in the directory to a visitor until it ends the listing, unordered and without holding them: a directory may have more
     * names than fit into memory. A name that is created or removed meanwhile may be missing, and any other one may occur twice.
     */
    public void visitNames(NameVisitor visitor) throws IOException {
        hook.before(TreeOperation.LIST, path());
        int number = descriptor.use();
        try {
            DirectoryListing.visit(number, path(), visitor);
        } finally {
            descriptor.done();
        }
    }

    /** Opens a directory to list it and to work below it. */
    public DirectoryHandle openDirectory(String name) throws IOException {
        hook.before(TreeOperation.OPEN_TO_READ, displayPath(name));
        return new DirectoryHandle(open(name, Libc.O_RDONLY | Libc.O_DIRECTORY, 0), displayPath(name), hook);
    }

    /**
     * Opens a directory whose state is known.
     *
     * @throws FileReplacedException if another directory has its name by now
     */
    public DirectoryHandle openDirectory(String name, FileState expected) throws IOException {
        DirectoryHandle handle = openDirectory(name);
        try {
            if (!handle.state().isSameFile(expected)) {
                throw new FileReplacedException(displayPath(name));
            }
            return handle;
        } catch (IOException e) {
            handle.close();
            throw e;
        }
    }

    /**
     * Opens a regular file to read it. Never waits for another process.
     *
     * @throws NotRegularFileException if it is a pipe, a device, a socket or a directory
     */
    public OpenFile openFile(String name) throws IOException {
        hook.before(TreeOperation.OPEN_TO_READ, displayPath(name));
        OpenFile file = regular(name, Libc.O_RDONLY);
        hook.opened(displayPath(name));
        return file;
    }

    /** Opens an existing regular file to read and to write it; otherwise as {@link #openFile}. */
    public OpenFile openToWrite(String name) throws IOException {
        hook.before(TreeOperation.OPEN_TO_WRITE, displayPath(name));
        return regular(name, Libc.O_RDWR);
    }

    /**
     * Creates a regular file and opens it to read and to write it.
     *
     * @param mode permission bits, less those of the process's umask
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     */
    public OpenFile createFile(String name, int mode) throws IOException {
        hook.before(TreeOperation.CREATE_FILE, displayPath(name));
        return new OpenFile(
                new ClosableDescriptor(open(name, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, mode)),
                displayPath(name),
                hook,
                null);
    }

    private OpenFile regular(String name, int access) throws IOException {
        int number = open(name, access | Libc.O_NONBLOCK, 0);
        try {
            FileState state = StatCalls.of(number, "", displayPath(name));
            if (!state.isRegular()) {
                throw new NotRegularFileException(displayPath(name));
            }
            return new OpenFile(new ClosableDescriptor(number), displayPath(name), hook, state);
        } catch (IOException e) {
            Libc.close(number);
            throw e;
        }
    }

    /**
     * Creates a directory.
     *
     * @param mode permission bits, less those of the process's umask
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     */
    public void createDirectory(String name, int mode) throws IOException {
        change(TreeOperation.CREATE_DIRECTORY, name, (directory, last) -> Libc.mkdirat(directory, last, mode));
    }

    /** Creates a symbolic link with exactly this text, byte for byte. */
    public void createSymlink(String name, String target) throws IOException {
        change(
                TreeOperation.LINK,
                name,
                (directory, last) -> Libc.symlinkat(NativeScratch.get().secondName(target), directory, last));
    }

    /**
     * Creates a hard link to a file in the same tree.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     */
    public void createLink(String name, String existing) throws IOException {
        move(
                TreeOperation.LINK,
                existing,
                this,
                name,
                (from, last, to, newLast) -> Libc.linkat(from, last, to, newLast, 0));
    }

    /**
     * Creates a hard link to an open file of the same file system: to this very file, even if another one has its name by now.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     * @throws NoSuchFileException if the file has no name any more, or the directory was removed
     */
    public void createLink(String name, OpenFile existing) throws IOException {
        int number = existing.descriptor().use();
        try {
            change(TreeOperation.LINK, name, (directory, last) -> {
                long file = NativeScratch.get().secondName("/proc/self/fd/" + number);
                return Libc.linkat(Libc.AT_FDCWD, file, directory, last, Libc.AT_SYMLINK_FOLLOW);
            });
        } finally {
            existing.descriptor().done();
        }
    }

    /** Reads the text of a symbolic link. */
    public String readLink(String name) throws IOException {
        return inParent(name, (directory, last) -> {
            NativeScratch scratch = NativeScratch.get();
            long length =
                    Libc.readlinkat(directory, scratch.name(last), scratch.dataAddress(), NativeScratch.DATA_SIZE);
            if (length < 0) {
                throw Errno.last(displayPath(name));
            }
            return FileNames.decode(scratch.data((int) length), 0, (int) length);
        });
    }

    /** Removes a name that is no directory. */
    public void deleteFile(String name) throws IOException {
        change(TreeOperation.DELETE, name, (directory, last) -> Libc.unlinkat(directory, last, 0));
    }

    /** Removes an empty directory. */
    public void deleteDirectory(String name) throws IOException {
        change(TreeOperation.DELETE, name, (directory, last) -> Libc.unlinkat(directory, last, Libc.AT_REMOVEDIR));
    }

    /** Renames a file or directory within its file system, in one step; an existing target is replaced as by rename(2). */
    public void rename(String name, DirectoryHandle target, String newName) throws IOException {
        move(TreeOperation.RENAME, name, target, newName, Libc::renameat);
    }

    /**
     * Renames a file or directory within its file system, in one step, and replaces nothing (renameat2(2), RENAME_NOREPLACE).
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists
     * @throws java.nio.file.FileSystemException with "Invalid argument" or "Function not implemented" if the file system does not support it
     */
    public void renameExclusively(String name, DirectoryHandle target, String newName) throws IOException {
        move(TreeOperation.RENAME, name, target, newName, (from, last, to, newLast) ->
                (int) Libc.syscall(Libc.SYS_RENAMEAT2, from, last, to, newLast, Libc.RENAME_NOREPLACE));
    }

    /**
     * Sets the mode of a directory or a regular file.
     *
     * @param mode permission bits with set-user-id, set-group-id and sticky
     */
    public void setMode(String name, int mode) throws IOException {
        hook.before(TreeOperation.SET_ATTRIBUTE, displayPath(name));
        int file = open(name, Libc.O_PATH, 0);
        try {
            if (StatCalls.of(file, "", displayPath(name)).isSymlink()) {
                throw new SymbolicLinkException(displayPath(name));
            }
            // The descriptor's own name in /proc leads to this very file, even if this process has no permission to
            // read it.
            if (Libc.fchmodat(Libc.AT_FDCWD, NativeScratch.get().name("/proc/self/fd/" + file), mode, 0) < 0) {
                throw Errno.last(displayPath(name));
            }
        } finally {
            Libc.close(file);
        }
    }

    /** Sets owner and group, also of a symbolic link itself; each is 0 to 4294967295. The system then clears set-user-id bits. */
    public void setOwner(String name, long uid, long gid) throws IOException {
        int flags = name.isEmpty() ? Libc.AT_EMPTY_PATH : Libc.AT_SYMLINK_NOFOLLOW;
        change(
                TreeOperation.SET_ATTRIBUTE,
                name,
                (directory, last) -> Libc.fchownat(directory, last, (int) uid, (int) gid, flags));
    }

    /** Sets the modification time, also of a symbolic link itself, in nanoseconds if the file system stores them. */
    public void setModified(String name, Instant time) throws IOException {
        change(TreeOperation.SET_ATTRIBUTE, name, (directory, last) -> {
            NativeScratch scratch = NativeScratch.get();
            StatCalls.putTimes(scratch, time);
            return Libc.utimensat(
                    directory,
                    name.isEmpty() ? scratch.name(".") : last,
                    scratch.statAddress(),
                    Libc.AT_SYMLINK_NOFOLLOW);
        });
    }

    /** Reads the extended attributes of a directory or a regular file; none if the file system has none. */
    public ExtendedAttributes attributes(String name) throws IOException {
        if (name.isEmpty()) {
            int number = descriptor.use();
            try {
                return XattrCalls.ofDescriptor(number, path());
            } finally {
                descriptor.done();
            }
        }
        return inParent(name, (directory, last) -> XattrCalls.ofName(directory, last, displayPath(name)));
    }

    /** Sets an extended attribute of the directory itself. */
    public void setAttribute(String attribute, byte[] value) throws IOException {
        hook.before(TreeOperation.SET_ATTRIBUTE, path());
        onItself(number -> XattrCalls.set(number, attribute, value));
    }

    /** Removes an extended attribute of the directory itself, if it exists. */
    public void removeAttribute(String attribute) throws IOException {
        hook.before(TreeOperation.SET_ATTRIBUTE, path());
        onItself(number -> XattrCalls.remove(number, attribute));
    }

    /** Sets an extended attribute of a symbolic link itself; file systems permit few. */
    public void setLinkAttribute(String name, String attribute, byte[] value) throws IOException {
        hook.before(TreeOperation.SET_ATTRIBUTE, displayPath(name));
        inParent(name, (directory, last) -> {
            if (XattrCalls.setOfName(directory, last, attribute, value) < 0) {
                throw Errno.last(displayPath(name));
            }
            return null;
        });
    }

    /** Flushes the directory's own entries to the disk: names created, renamed or removed in it. */
    public void sync() throws IOException {
        hook.before(TreeOperation.SYNC, path());
        onItself(Libc::fsync);
    }

    /** Flushes the whole file system to the disk (syncfs(2)). */
    public void syncFileSystem() throws IOException {
        hook.before(TreeOperation.SYNC, path());
        onItself(Libc::syncfs);
    }

    /** Determines the space of the file system. */
    public FileSystemSpace space() throws IOException {
        hook.before(TreeOperation.LOOK, path());
        NativeScratch scratch = NativeScratch.get();
        onItself(number -> Libc.fstatvfs(number, scratch.statAddress()));
        // Offsets of struct statvfs on 64-bit glibc: f_frsize, f_blocks, f_bavail.
        return new FileSystemSpace(
                scratch.statLong(8) * scratch.statLong(16), scratch.statLong(8) * scratch.statLong(32));
    }

    /** Returns whether this process may create and remove names in a directory. */
    public boolean isWritable(String name) throws IOException {
        if (!hook.mayWrite(displayPath(name))) {
            return false;
        }
        int directory = open(name, Libc.O_PATH, 0);
        try {
            // The effective user counts; through /proc, since older kernels have no flags for this call.
            return Libc.faccessat(
                            Libc.AT_FDCWD,
                            NativeScratch.get().name("/proc/self/fd/" + directory),
                            WRITE_AND_SEARCH,
                            0x200)
                    == 0;
        } finally {
            Libc.close(directory);
        }
    }

    /**
     * Locks the directory until it is closed (flock(2)). The lock ends with the process in any case.
     *
     * @return {@code false} if another process, or another opening of the directory, holds a lock
     */
    public boolean tryLock() throws IOException {
        return StatCalls.tryLock(descriptor, path());
    }

    /** Opens this directory again, to be closed separately. */
    public DirectoryHandle duplicate() throws IOException {
        return openDirectory("");
    }

    String displayPath(String name) {
        return name.isEmpty() ? path() : path + "/" + name;
    }

    private int open(String name, int flags, int mode) throws IOException {
        int number = descriptor.use();
        try {
            return PathResolution.open(number, checked(name), flags, mode, path);
        } finally {
            descriptor.done();
        }
    }

    private void onItself(StatCalls.Call call) throws IOException {
        int number = descriptor.use();
        try {
            if (call.on(number) < 0) {
                throw Errno.last(path());
            }
        } finally {
            descriptor.done();
        }
    }

    /** Call on a name in a directory: the last component, without {@code /}, or "" for the directory itself. */
    private interface NameCall<T> {
        T on(int directory, String last) throws IOException;
    }

    /** Same call with the name in memory outside the heap; -1 for a failure. */
    private interface NativeCall {
        int on(int directory, long last);
    }

    private interface MoveCall {
        int on(int directory, long last, int newDirectory, long newLast);
    }

    private <T> T inParent(String name, NameCall<T> call) throws IOException {
        int slash = checked(name).lastIndexOf('/');
        int number = descriptor.use();
        try {
            if (slash < 0) {
                return call.on(number, name);
            }
            int parent = PathResolution.open(number, name.substring(0, slash), Libc.O_PATH | Libc.O_DIRECTORY, 0, path);
            try {
                return call.on(parent, name.substring(slash + 1));
            } finally {
                Libc.close(parent);
            }
        } finally {
            descriptor.done();
        }
    }

    private void change(TreeOperation operation, String name, NativeCall call) throws IOException {
        hook.before(operation, displayPath(name));
        inParent(name, (directory, last) -> {
            if (call.on(directory, NativeScratch.get().name(last)) < 0) {
                throw Errno.last(displayPath(name));
            }
            return null;
        });
    }

    private void move(TreeOperation operation, String name, DirectoryHandle target, String newName, MoveCall call)
            throws IOException {
        hook.before(operation, target.displayPath(newName));
        inParent(
                name,
                (from, last) -> target.inParent(newName, (to, newLast) -> {
                    NativeScratch scratch = NativeScratch.get();
                    if (call.on(from, scratch.name(last), to, scratch.secondName(newLast)) < 0) {
                        int error = Errno.last();
                        throw Errno.exception(
                                error, error == Errno.ENOENT ? displayPath(name) : target.displayPath(newName));
                    }
                    return null;
                }));
    }

    private static String checked(String name) {
        int from = 0;
        for (int slash = name.indexOf('/'); !name.isEmpty() && from >= 0; slash = name.indexOf('/', from)) {
            int end = slash < 0 ? name.length() : slash;
            int length = end - from;
            if (length == 0
                    || name.charAt(from) == '.' && (length == 1 || length == 2 && name.charAt(from + 1) == '.')) {
                throw new IllegalArgumentException(
                        "The path [" + FileNames.display(name) + "] is not one below a directory");
            }
            from = slash < 0 ? -1 : slash + 1;
        }
        return name;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
