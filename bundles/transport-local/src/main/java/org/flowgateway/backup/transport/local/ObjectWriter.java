package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;

/** Stores objects: written under a temporary name, checked, brought to the disk, and only then given their name. */
final class ObjectWriter {

    /** Each time costs one removal by somebody else at just that moment, so this is never reached but by a fault. */
    private static final int MOST_REMOVALS = 64;
    /** Bytes moved at a time. */
    private static final int BUFFER = 64 * 1024;

    private final ObjectTree tree;
    private final OpenResources files;
    private final Set<Path> living;
    private final Publication publication;

    ObjectWriter(ObjectTree tree, OpenResources files, Set<Path> living, Publication publication) {
        this.tree = tree;
        this.files = files;
        this.living = living;
        this.publication = publication;
    }

    /**
     * Stores an object durably, or finds that the very same is stored already.
     *
     * @throws TransportException if the source is not what it declares, or the name is taken
     */
    void put(ObjectName name, ObjectSource source) throws IOException {
        // Not a retry of what the store failed at: a delete may remove a directory while it is still empty, and is right to.
        for (int removals = 0; removals < MOST_REMOVALS; removals++) {
            try {
                store(name, source);
                return;
            } catch (NoSuchFileException removed) {
                files.check();
            }
        }
        throw new TransportException(FailureKind.UNKNOWN, "Storing " + name + " failed: something keeps removing its directory below "
                + tree.root() + " while it is written. Find out what does, and start again");
    }

    private void store(ObjectName name, ObjectSource source) throws IOException {
        Path file = tree.path(name);
        tree.make(file.getParent());
        Optional<BasicFileAttributes> present = tree.find(file);
        if (present.isPresent()) {
            settle(name, source, present.get());
        } else {
            create(name, source);
        }
        try {
            tree.sync(file.getParent());
        } catch (IOException e) {
            throw unsettled(name, e);
        }
    }

    private void create(ObjectName name, ObjectSource source) throws IOException {
        Path file = tree.path(name);
        boolean published = false;
        try (TemporaryFile temporary = new TemporaryFile(TemporaryFile.nameFor(file), living)) {
            FileChannel channel = files.add(temporary.channel());
            try {
                write(name, source, channel);
                channel.force(true);
                files.check();
                publication.publish(temporary.path(), file);
                published = true;
            } finally {
                files.remove(channel);
            }
        } catch (FileAlreadyExistsException raced) {
            settle(name, source, tree.find(file).orElseThrow(() -> new NoSuchFileException(file.toString())));
        } catch (IOException e) {
            throw published ? unsettled(name, e) : e;
        }
    }

    private void write(ObjectName name, ObjectSource source, FileChannel channel) throws IOException {
        try (DeclaredContent content = new DeclaredContent(name, source)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.fill(buffer); count > 0; count = content.fill(buffer)) {
                ByteBuffer filled = ByteBuffer.wrap(buffer, 0, count);
                while (filled.hasRemaining()) {
                    channel.write(filled);
                }
            }
            content.check();
        }
    }

    /** The name is taken: by the same content is as good as stored, provided it is on the disk. */
    private void settle(ObjectName name, ObjectSource source, BasicFileAttributes present) throws IOException {
        if (!present.isRegularFile() || present.size() != source.length()) {
            throw taken(name);
        }
        FileChannel channel = files.add(FileChannel.open(tree.path(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try (channel) {
            if (!DeclaredContent.isSame(source, Channels.newInputStream(channel))) {
                throw taken(name);
            }
            channel.force(true);
        } finally {
            files.remove(channel);
        }
    }

    /** What goes wrong once the object has its name is told as an unknown outcome, whatever it is; a removal by others is none. */
    private static IOException unsettled(ObjectName name, IOException cause) {
        return cause instanceof NoSuchFileException || cause instanceof ClosedChannelException ? cause
                : new TransportException(FailureKind.UNKNOWN, name + " was stored, but whether it would survive a power failure is not known: "
                        + LocalFailure.reason(cause), cause);
    }

    private TransportException taken(ObjectName name) {
        return new TransportException(FailureKind.ALREADY_EXISTS, "The name " + name + " is taken by other content in "
                + tree.root() + ": remove that, or use another directory");
    }
}
