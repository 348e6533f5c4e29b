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
 * YOURS: the calls of the store, one method each. As it was made it is a directory of this host, so that the tests have something to run
 * on: replace the bodies, one after the other, and keep what the methods promise. None of them retries, waits for better times, or turns
 * a failure into "nothing there".
 *
 * <p>Paths are relative to the target's root, which is "". One thread at a time; {@link #close} from any.
 */
final class ${className}Store implements AutoCloseable {

    private final Path root;

    ${className}Store(Path root) {
        this.root = root;
    }

    /** What lies under a path; empty only if the store says that there is nothing. Links are not followed. */
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

    /** The system says "not a directory" for what would lie below an object. */
    private boolean isBelowAnObject(String path) {
        for (Path above = root.resolve(path).getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    /** All that lies directly below a directory, page by page to the last; empty if the store says that there is no directory. */
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

    /** Begins to store under a name that is not taken. When the stream was closed the content is safe from a crash. */
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

    /** Gives a stored object its name; tells false, and changes nothing, if that is taken. A rename that overwrites is none. */
    boolean publish(String from, String to) throws IOException {
        try {
            Files.createLink(root.resolve(to), root.resolve(from));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        Files.delete(root.resolve(from));
        return true;
    }

    /** Makes a directory and those above it, unless they are there; a store without directories has nothing to do. */
    void makeDirectory(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
    }

    /** Removes a directory if it is empty; tells false if it is not. */
    boolean removeDirectory(String path) throws IOException {
        try {
            return !Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS) || Files.deleteIfExists(root.resolve(path));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Opens an object. What is cut off on the way must fail, and not look like its end. */
    InputStream open(String path) throws IOException {
        return Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes what is no directory; it may be gone already. */
    void remove(String path) throws IOException {
        Files.deleteIfExists(root.resolve(path));
    }

    /** Bytes that can still be stored; empty if the store does not tell. */
    OptionalLong freeBytes() throws IOException {
        return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    }

    /** Ends the connection from any thread: a call that waits on it fails then, within 5 s. Never throws. Here nothing waits for long. */
    @Override
    public void close() {
        // A directory of this host holds nothing that could be ended.
    }
}
