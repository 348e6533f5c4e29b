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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
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
            return Probe.of(Capability.EXCLUSIVE_CREATE, Capability.LINK)
                    .withFreeBytes(Files.getFileStore(root).getUsableSpace());
        });
    }

    /** Writes under a temporary name, then links: a link is atomic, and never overwrites. */
    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        guarded(name, () -> {
            boolean published = false;
            while (!published) {
                published = publishes(name, source);
            }
            return null;
        });
    }

    /** Returns false if another session swept the temporary name meanwhile. */
    private boolean publishes(ObjectName name, ObjectSource source) throws IOException {
        Path file = path(name);
        Path written = written(file, name, source);
        try {
            check();
            publish(written, file);
            return true;
        } catch (NoSuchFileException swept) {
            check();
            return false;
        } catch (FileAlreadyExistsException e) {
            if (!isSame(file, source)) {
                throw new TransportException(FailureKind.ALREADY_EXISTS, name + " is taken by other content", e);
            }
            return true;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Gives a written file its name. */
    void publish(Path written, Path file) throws IOException {
        Files.createLink(file, written);
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return guarded(to, () -> {
            if (!isObject(path(from))) {
                throw new TransportException(FailureKind.NOT_FOUND, "There is no " + from);
            }
            makeDirectories(path(to).getParent());
            try {
                Files.createLink(path(to), path(from));
            } catch (FileAlreadyExistsException e) {
                if (!isObject(path(to)) || Files.mismatch(path(from), path(to)) >= 0) {
                    throw new TransportException(FailureKind.ALREADY_EXISTS, to + " is taken by other content", e);
                }
            }
            return true;
        });
    }

    Path written(Path file, ObjectName name, ObjectSource source) throws IOException {
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
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long start) throws TransportException {
        return guarded(name, () -> {
            Path file = path(name);
            if (!isObject(file)) {
                throw new TransportException(FailureKind.NOT_FOUND, "There is no " + name);
            }
            if (start > Files.size(file)) {
                throw new TransportException(FailureKind.INTEGRITY, name + " is shorter than [" + start + "] bytes");
            }
            InputStream stream = opened(file);
            open.add(stream);
            stream.skipNBytes(start);
            return new GuardedStream(name, stream);
        });
    }

    InputStream opened(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return guarded(
                name,
                () -> isObject(path(name))
                        ? Optional.of(ObjectAttributes.ofLength(Files.size(path(name))))
                        : Optional.empty());
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
            return ListEntry.object(name, Files.size(child));
        }
        return isDirectory(child) ? ListEntry.directory(name) : ListEntry.other(name);
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        guarded(name, () -> {
            Path file = path(name);
            if (isObject(file)) {
                Files.deleteIfExists(file);
                sweep(file.getParent());
                removeEmpty(file.getParent());
            }
            return null;
        });
    }

    /** Removes temporary names from a directory that has no other names. */
    void sweep(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            children.forEach(all::add);
        } catch (NoSuchFileException removedByAnother) {
            return;
        }
        if (all.stream().allMatch(child -> child.getFileName().toString().startsWith("."))) {
            for (Path temporary : all) {
                Files.deleteIfExists(temporary);
            }
        }
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
