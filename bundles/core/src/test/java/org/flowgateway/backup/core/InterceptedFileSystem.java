package org.flowgateway.backup.core;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;

/**
 * The default file system, with a hook that is called before each file is opened for reading, and before each change. Trees use system
 * calls, which {@link Hook#trees} reports to the same hook.
 */
public final class InterceptedFileSystem extends FileSystem {

    /** Hook that is called before each operation. Its exceptions become the operation's. */
    public interface Hook {
        void before(Operation operation, Path file) throws IOException;

        /** Overrides the answer whether this process may write to a file. */
        default boolean mayWrite(Path file) {
            return true;
        }

        /** Called once a file is open for reading. */
        default void opened(Path file) throws IOException {}

        /** The same observer for trees that are opened with system calls. */
        default TreeHook trees() {
            Hook files = this;
            return new TreeHook() {
                @Override
                public void before(TreeOperation operation, String path) throws IOException {
                    files.before(Operation.of(operation), Path.of(path));
                }

                @Override
                public void opened(String path) throws IOException {
                    files.opened(Path.of(path));
                }

                @Override
                public boolean mayWrite(String path) {
                    return files.mayWrite(Path.of(path));
                }
            };
        }
    }

    /** Operation on the file system. */
    public enum Operation {
        OPEN_TO_READ,
        OPEN_TO_WRITE,
        WRITE,
        FORCE,
        CREATE_DIRECTORY,
        MOVE,
        DELETE,
        SET_ATTRIBUTE,
        LINK;

        boolean changes() {
            return this != OPEN_TO_READ && this != FORCE;
        }

        static Operation of(TreeOperation operation) {
            return switch (operation) {
                case LIST, LOOK, OPEN_TO_READ -> OPEN_TO_READ;
                case OPEN_TO_WRITE, CREATE_FILE -> OPEN_TO_WRITE;
                case CREATE_DIRECTORY -> CREATE_DIRECTORY;
                case WRITE -> WRITE;
                case SYNC -> FORCE;
                case RENAME -> MOVE;
                case DELETE -> DELETE;
                case SET_ATTRIBUTE -> SET_ATTRIBUTE;
                case LINK -> LINK;
            };
        }
    }

    private final FileSystem real;
    private final Provider provider;

    private InterceptedFileSystem(FileSystem real, Hook hook) {
        this.real = real;
        this.provider = new Provider(real.provider(), hook);
    }

    /** The same file, with the hook on it and on all paths that are derived from it. */
    public static Path hooked(Path file, Hook hook) {
        return new InterceptedFileSystem(file.getFileSystem(), hook).wrap(file);
    }

    private Path wrap(Path path) {
        if (path == null) {
            return null;
        }
        return (Path) Proxy.newProxyInstance(
                InterceptedFileSystem.class.getClassLoader(),
                new Class<?>[] {Path.class, Wrapped.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Wrapped.class) {
                        return path;
                    }
                    if (method.getName().equals("getFileSystem")) {
                        return this;
                    }
                    Object[] plain = arguments == null ? new Object[0] : arguments.clone();
                    for (int i = 0; i < plain.length; i++) {
                        plain[i] = plain[i] instanceof Path given ? unwrap(given) : plain[i];
                    }
                    try {
                        Object result = method.invoke(path, plain);
                        return result instanceof Path derived ? wrap(derived) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Path unwrap(Path path) {
        return path instanceof Wrapped wrapped ? wrapped.plain() : path;
    }

    /** Mark of a wrapped path. */
    private interface Wrapped {
        Path plain();
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        return real.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return real.newWatchService();
    }

    /** Passes everything on. */
    private final class Provider extends FileSystemProvider {

        private final FileSystemProvider files;
        private final Hook hook;

        Provider(FileSystemProvider files, Hook hook) {
            this.files = files;
            this.hook = hook;
        }

        private Path intercept(Operation operation, Path path) throws IOException {
            Path plain = unwrap(path);
            hook.before(operation, plain);
            return plain;
        }

        private Path opened(Path path, Set<? extends OpenOption> options) throws IOException {
            return intercept(
                    options.contains(StandardOpenOption.WRITE) ? Operation.OPEN_TO_WRITE : Operation.OPEN_TO_READ,
                    path);
        }

        @Override
        public String getScheme() {
            return "hooked";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return InterceptedFileSystem.this;
        }

        @Override
        public Path getPath(URI uri) {
            return wrap(files.getPath(uri));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return files.newByteChannel(opened(path, options), options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            FileChannel channel = files.newFileChannel(opened(path, options), options, attributes);
            if (!options.contains(StandardOpenOption.WRITE)) {
                hook.opened(unwrap(path));
            }
            return new InterceptedFileChannel(channel, unwrap(path), hook);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            List<Path> names = new ArrayList<>();
            try (DirectoryStream<Path> stream = files.newDirectoryStream(unwrap(path), filter)) {
                stream.forEach(name -> names.add(wrap(name)));
            }
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return names.iterator();
                }

                @Override
                public void close() {
                    // The names were read already.
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            files.createDirectory(intercept(Operation.CREATE_DIRECTORY, path), attributes);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            files.createLink(intercept(Operation.LINK, link), unwrap(existing));
        }

        @Override
        public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
            files.createSymbolicLink(intercept(Operation.LINK, link), unwrap(target), attributes);
        }

        @Override
        public Path readSymbolicLink(Path link) throws IOException {
            return wrap(files.readSymbolicLink(unwrap(link)));
        }

        @Override
        public void delete(Path path) throws IOException {
            files.delete(intercept(Operation.DELETE, path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            files.copy(unwrap(source), intercept(Operation.OPEN_TO_WRITE, target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            files.move(intercept(Operation.MOVE, source), unwrap(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return files.isSameFile(unwrap(path), unwrap(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return files.isHidden(unwrap(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return files.getFileStore(unwrap(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            if (List.of(modes).contains(AccessMode.WRITE) && !hook.mayWrite(unwrap(path))) {
                throw new AccessDeniedException(path.toString());
            }
            files.checkAccess(unwrap(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            V view = files.getFileAttributeView(unwrap(path), type, options);
            return view == null
                    ? null
                    : type.cast(Proxy.newProxyInstance(
                            InterceptedFileSystem.class.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, method, arguments) -> {
                                if (method.getName().startsWith("set")) {
                                    intercept(Operation.SET_ATTRIBUTE, path);
                                }
                                try {
                                    return method.invoke(view, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            }));
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return files.readAttributes(unwrap(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return files.readAttributes(unwrap(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            files.setAttribute(intercept(Operation.SET_ATTRIBUTE, path), attribute, value, options);
        }
    }
}
