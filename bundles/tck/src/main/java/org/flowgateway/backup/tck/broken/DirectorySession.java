package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** A session on a {@link DirectoryTransport}. */
class DirectorySession implements TransportSession {

    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DirectorySession(Path root) {
        this.root = root;
    }

    @Override
    public Probe probe() throws TransportException {
        return guarded("The directory", () -> {
            Files.createDirectories(root);
            return new Probe(
                    Set.of(Capability.EXCLUSIVE_CREATE, Capability.FREE_SPACE),
                    OptionalLong.of(Files.getFileStore(root).getUsableSpace()));
        });
    }

    /** Writes under a temporary name, then links: a link is atomic, and never overwrites. */
    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        guarded(name, () -> {
            Path file = path(name);
            Path written = written(file, name, source);
            try {
                check();
                Files.createLink(file, written);
            } catch (FileAlreadyExistsException e) {
                if (!isSame(file, source)) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, name + " is taken by other content", e);
                }
            } finally {
                Files.deleteIfExists(written);
            }
            return null;
        });
    }

    private Path written(Path file, ObjectName name, ObjectSource source) throws IOException {
        Path temporary = file.resolveSibling(".tmp-" + UUID.randomUUID());
        OutputStream created = create(temporary);
        boolean whole = false;
        try (created;
                DeclaredContent content = new DeclaredContent(name, source)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.fill(buffer); count > 0; count = content.fill(buffer)) {
                check();
                created.write(buffer, 0, count);
            }
            content.check();
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(temporary);
                removeEmpty(temporary.getParent());
            }
        }
        return temporary;
    }

    /** Creates a file; another session may be removing an empty parent directory meanwhile. */
    private OutputStream create(Path temporary) throws IOException {
        while (true) {
            try {
                makeDirectories(temporary.getParent());
                return Files.newOutputStream(temporary);
            } catch (NoSuchFileException gone) {
                check();
            }
        }
    }

    private void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(root);
        if (directory.equals(root)) {
            return;
        }
        Path at = root;
        for (Path segment : root.relativize(directory)) {
            at = at.resolve(segment);
            try {
                Files.createDirectory(at);
            } catch (FileAlreadyExistsException e) {
                // One check: a file that is gone now has not taken the name.
                if (!Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isDirectory()) {
                    throw new TransportException(
                            FailureKind.ALREADY_EXISTS, root.relativize(at) + " is taken, and no directory", e);
                }
            }
        }
    }

    private boolean isSame(Path file, ObjectSource source) throws IOException {
        if (!isObject(file) || Files.size(file) != source.length()) {
            return false;
        }
        try (InputStream stored = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return DeclaredContent.isSame(source, stored);
        }
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return guarded(name, () -> {
            Path file = path(name);
            if (!isObject(file)) {
                throw new TransportException(FailureKind.NOT_FOUND, "There is no " + name);
            }
            InputStream stream = opened(file);
            open.add(stream);
            return new GuardedStream(name, stream);
        });
    }

    InputStream opened(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<Long> stat(ObjectName name) throws TransportException {
        return guarded(name, () -> isObject(path(name)) ? Optional.of(Files.size(path(name))) : Optional.empty());
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return guarded("The directory", () -> {
            Path listed = directory.map(this::path).orElse(root);
            if (!isDirectory(listed)) {
                return List.of();
            }
            List<ListEntry> all = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(listed)) {
                for (Path child : children) {
                    if (!child.getFileName().toString().startsWith(".")) {
                        all.add(listed(child));
                    }
                }
            }
            return all;
        });
    }

    private ListEntry listed(Path child) throws IOException {
        String name = child.getFileName().toString();
        if (isObject(child)) {
            return new ListEntry(name, ListEntry.Kind.OBJECT, Files.size(child));
        }
        return new ListEntry(name, isDirectory(child) ? ListEntry.Kind.DIRECTORY : ListEntry.Kind.OTHER, 0);
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        guarded(name, () -> {
            Path file = path(name);
            if (isObject(file)) {
                Files.deleteIfExists(file);
                removeEmpty(file.getParent());
            }
            return null;
        });
    }

    void removeEmpty(Path directory) throws IOException {
        try {
            for (Path at = directory;
                    !at.equals(root) && Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
                    at = at.getParent()) {
                Files.deleteIfExists(at);
            }
        } catch (DirectoryNotEmptyException inUse) {
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (InputStream stream : open) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new IllegalStateException("A file that is read can be closed", e);
            }
        }
    }

    Path path(ObjectName name) {
        return root.resolve(name.value());
    }

    /** Returns true if a file exists, without a symbolic link in its path. */
    boolean isObject(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isDirectory(file.getParent());
    }

    boolean isDirectory(Path directory) {
        for (Path at = directory; !at.equals(root); at = at.getParent()) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return Files.isDirectory(root);
    }

    private void check() throws TransportException {
        if (closed) {
            throw new TransportException(FailureKind.CLOSED, "The directory was closed while it was in use");
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Object what, Work<T> work) throws TransportException {
        check();
        try {
            return work.run();
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            check();
            throw new TransportException(
                    FailureKind.UNKNOWN, what + " cannot be had: see the log of this host's disk", e);
        }
    }

    /** Content of an object, with classified failures. */
    private final class GuardedStream extends InputStream {
        private final ObjectName name;
        private final InputStream bytes;

        GuardedStream(ObjectName name, InputStream bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            return guarded(name, bytes::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            return guarded(name, () -> bytes.read(buffer, offset, count));
        }

        @Override
        public void close() throws IOException {
            open.remove(bytes);
            bytes.close();
        }
    }
}
