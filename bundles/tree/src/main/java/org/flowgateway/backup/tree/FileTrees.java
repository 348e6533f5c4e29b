package org.flowgateway.backup.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Entry point to file trees: opens directories by their absolute paths. Thread-safe. */
public final class FileTrees {

    private static final String TEMPORARY_DIRECTORY = "jna.tmpdir";

    private final TreeHook hook;

    private FileTrees(TreeHook hook) {
        this.hook = Objects.requireNonNull(hook, "hook");
    }

    /**
     * Loads the native library.
     *
     * @param unpackTo directory that the library is unpacked to, created if it is missing; it must not be on a file system mounted
     *         {@code noexec}
     * @throws NativeLibraryException if the library cannot be loaded, or the kernel lacks a call
     */
    public static FileTrees load(Path unpackTo) throws NativeLibraryException {
        if (System.getProperty(TEMPORARY_DIRECTORY) == null) {
            try {
                Files.createDirectories(unpackTo);
            } catch (IOException e) {
                throw new NativeLibraryException(
                        TreeMessage.LIBRARY_NOT_UNPACKED.with(unpackTo, String.valueOf(e.getMessage())), e);
            }
            System.setProperty(TEMPORARY_DIRECTORY, unpackTo.toString());
        }
        return load(TreeHook.NONE);
    }

    /**
     * Loads the native library from its default location, and observes every call.
     *
     * @throws NativeLibraryException if the library cannot be loaded, or the kernel lacks a call
     */
    public static FileTrees load(TreeHook hook) throws NativeLibraryException {
        String architecture = System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux")
                || !architecture.equals("amd64") && !architecture.equals("aarch64")) {
            throw new NativeLibraryException(
                    TreeMessage.PLATFORM_NOT_SUPPORTED.with(System.getProperty("os.name"), architecture), null);
        }
        FileTrees trees = new FileTrees(hook);
        try (DirectoryHandle root = trees.open(Path.of("/"))) {
            root.state();
            return trees;
        } catch (IOException | LinkageError e) {
            throw new NativeLibraryException(
                    TreeMessage.LIBRARY_UNUSABLE.with(
                            String.valueOf(e.getMessage()).replace('\n', ' '),
                            System.getProperty(TEMPORARY_DIRECTORY, "/tmp")),
                    e);
        }
    }

    /**
     * Opens a directory.
     *
     * @param directory absolute path without symbolic links, from {@link Path#toRealPath}: a link created meanwhile is not followed
     */
    public DirectoryHandle open(Path directory) throws IOException {
        String path = directory.toString();
        int root = Libc.openat(
                Libc.AT_FDCWD, NativeScratch.get().name("/"), Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (root < 0) {
            throw Errno.last("/");
        }
        try {
            String below = path.substring(1);
            return new DirectoryHandle(
                    PathResolution.open(root, below, Libc.O_RDONLY | Libc.O_DIRECTORY, 0, ""), path, hook);
        } finally {
            Libc.close(root);
        }
    }

    /**
     * Resolves the symbolic links of a path. Links of users other than root and this process's user are not followed: their owner could lead
     * this process to files that only it may access.
     *
     * @param path absolute; its end need not exist
     * @return the path without symbolic links, as far as it exists, on the file system of the given path; a dangling link at its end stays
     * @throws SymbolicLinkException if there is a link of another user
     */
    public Path realPath(Path path) throws IOException {
        try (DirectoryHandle slash = open(path.getRoot())) {
            return new LinkResolution(slash, userId()).resolve(path.normalize());
        }
    }

    /** Number of this process's user. */
    public long userId() {
        return Integer.toUnsignedLong(Libc.geteuid());
    }

    /** Number of this process's group. */
    public long groupId() {
        return Integer.toUnsignedLong(Libc.getegid());
    }
}
