package ${package};

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.ListEntry;

/**
 * YOURS: the calls of the store, one method each. As generated it is a directory of this host, so that the tests can run: replace the
 * bodies, one after the other, and keep the methods' contracts. No method retries, waits for the store to recover, or reports a failure as
 * absence.
 *
 * <p>Paths are relative to the target's root, which is "". One thread at a time; {@link #close} from any.
 */
final class ${className}Store implements AutoCloseable {

    private final Path root;

    ${className}Store(Path root) {
        this.root = root;
    }

    /** Finds the file at a path; empty only if the store confirms that it does not exist. Symbolic links are not followed. */
    Optional<ListEntry> find(String path) throws IOException {
        try {
            Path file = root.resolve(path);
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            ListEntry.Kind kind = found.isDirectory() ? ListEntry.Kind.DIRECTORY : found.isRegularFile() ? ListEntry.Kind.OBJECT : ListEntry.Kind.OTHER;
            return Optional.of(new ListEntry(file.getFileName().toString(), kind, kind == ListEntry.Kind.OBJECT ? found.size() : 0));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isBelowAnObject(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Finds the file at a path; the system reports "not a directory" below an object. */
    private boolean isBelowAnObject(String path) {
        for (Path above = root.resolve(path).getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    /** Lists a directory completely, page by page; empty if the store confirms that it does not exist. */
    List<ListEntry> list(String path) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(root.resolve(path))) {
            names = files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        List<ListEntry> listed = new ArrayList<>();
        for (String name : names) {
            find(path.isEmpty() ? name : path + '/' + name).ifPresent(listed::add);
        }
        return listed;
    }

    /** Creates an object under a new name. After the stream is closed, the content survives a crash. */
    OutputStream create(String path) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(path), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        OutputStream out = Channels.newOutputStream(channel);
        return new OutputStream() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                out.write(bytes, offset, count);
            }

            @Override
            public void write(int one) throws IOException {
                out.write(one);
            }

            @Override
            public void close() throws IOException {
                try (channel) {
                    channel.force(true);
                }
            }
        };
    }

    /**
     * Publishes a stored object under its name; returns false, and changes nothing, if the name is taken. A rename that overwrites must not
     * be used.
     */
    boolean publish(String from, String to) throws IOException {
        try {
            Files.createLink(root.resolve(to), root.resolve(from));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        Files.delete(root.resolve(from));
        return true;
    }

    /** Creates a directory and its missing parents; does nothing in a store without directories. */
    void makeDirectory(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
    }

    /** Removes a directory if it is empty; returns false if it is not. */
    boolean removeDirectory(String path) throws IOException {
        try {
            return !Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS) || Files.deleteIfExists(root.resolve(path));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Opens an object. A truncated transfer must fail, and not look like the end. */
    InputStream open(String path) throws IOException {
        return Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes an object; a missing object is success. */
    void remove(String path) throws IOException {
        Files.deleteIfExists(root.resolve(path));
    }

    /** Returns the free bytes; empty if the store does not report them. */
    OptionalLong freeBytes() throws IOException {
        return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    }

    /** Ends the connection from any thread: a pending call fails within 5 s. Never throws. Here no call waits for long. */
    @Override
    public void close() {
        // A directory of this host has no connection.
    }
}
