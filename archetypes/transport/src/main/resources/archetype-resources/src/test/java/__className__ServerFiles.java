package ${package};

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Objects of a server, as files below a directory; symbolic links are never followed. Thread-safe. */
final class ${className}ServerFiles {

    /** Reason of the failure of a store that is full. */
    static final String NO_SPACE = "No space left";

    private static final int MAX_PAGE_ENTRIES = 500;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path root;
    private final AtomicLong freeBytes;

    /** @param capacity maximum of the bytes of all objects */
    ${className}ServerFiles(Path root, long capacity) {
        this.root = root;
        freeBytes = new AtomicLong(capacity);
    }

    /**
     * File in a directory.
     *
     * @param kind OBJECT, DIRECTORY or OTHER
     */
    record Entry(String name, String kind, long length) {
    }

    /** Finds a file; empty if there is none. */
    Optional<Entry> find(String path) throws IOException {
        Path file = file(path);
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String kind = found.isDirectory() ? "DIRECTORY" : found.isRegularFile() ? "OBJECT" : "OTHER";
            return Optional.of(new Entry(file.getFileName().toString(), kind, found.isRegularFile() ? found.size() : 0));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isDirectory(file.getParent())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Lists the files whose names follow another name, in order; a page at most. */
    List<Entry> list(String path, String after) throws IOException {
        List<Entry> page = new ArrayList<>();
        if (isDirectory(file(path))) {
            for (String name : namesAfter(file(path), after)) {
                find(path + '/' + name).ifPresent(page::add);
            }
        }
        return page;
    }

    private static List<String> namesAfter(Path directory, String after) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.compareTo(after) > 0)
                    .sorted()
                    .limit(MAX_PAGE_ENTRIES)
                    .toList();
        }
    }

    /** Stores a new file, without a sync. A part of it stays if the content fails. */
    void store(String path, InputStream content) throws IOException {
        try (FileChannel file = create(file(path))) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                if (freeBytes.addAndGet(-count) < 0) {
                    freeBytes.addAndGet(count);
                    throw new FileSystemException(path, null, NO_SPACE);
                }
                write(file, ByteBuffer.wrap(buffer, 0, count));
            }
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Creates a file and the directories above, which cannot be removed meanwhile. */
    private synchronized FileChannel create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** Renames a file; returns false if the new name is taken. A link is the only call of a file system that creates a name and never replaces. */
    boolean rename(String from, String to) throws IOException {
        try {
            Files.createLink(file(to), file(from));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        Files.delete(file(from));
        return true;
    }

    FileChannel open(String path) throws IOException {
        if (!Files.isRegularFile(file(path), LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path);
        }
        return FileChannel.open(file(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes an object, and nothing else. */
    synchronized void remove(String path) throws IOException {
        Optional<Entry> object = find(path).filter(found -> found.kind().equals("OBJECT"));
        if (object.isPresent()) {
            Files.delete(file(path));
            freeBytes.addAndGet(object.get().length());
        }
    }

    /** Removes a directory; returns false if it is not empty. */
    synchronized boolean removeDirectory(String path) throws IOException {
        try {
            return !isDirectory(file(path)) || Files.deleteIfExists(file(path));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Returns the free bytes, of the capacity and of the disk. */
    long freeBytes() throws IOException {
        return Math.min(freeBytes.get(), Files.getFileStore(root).getUsableSpace());
    }

    private static boolean isDirectory(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the file at a path, which neither leaves the root nor passes a symbolic link. */
    private Path file(String path) throws AccessDeniedException {
        Path file = root.resolve(path).normalize();
        if (file.equals(root) || !file.startsWith(root)) {
            throw new AccessDeniedException(path);
        }
        for (Path above = file.getParent(); !above.equals(root); above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                throw new AccessDeniedException(path);
            }
        }
        return file;
    }
}
