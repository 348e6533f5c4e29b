package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.SymbolicLinkException;

/** Stores objects: writes under a temporary name, checks the content, syncs, and only then publishes the name. */
final class LocalObjectWriter {

    /** Maximum of attempts. Each needs a removal by another session at that moment, so only a fault reaches it. */
    private static final int MAX_REMOVALS = 64;
    /** Bytes copied at a time. */
    private static final int BUFFER = 64 * 1024;

    private final LocalObjectTree tree;
    private final OpenResources files;
    private final Set<String> active;

    LocalObjectWriter(LocalObjectTree tree, OpenResources files, Set<String> active) {
        this.tree = tree;
        this.files = files;
        this.active = active;
    }

    /**
     * Stores an object durably, or finds that the same content is already stored.
     *
     * @throws TransportException if the source does not match its declaration, or the name is taken by other content
     */
    void put(ObjectName name, ObjectSource source) throws IOException {
        // Not a retry of a failure: a concurrent delete may remove the directory while it is still empty.
        for (int removals = 0; removals < MAX_REMOVALS; removals++) {
            try (DirectoryHandle directory = tree.make(LocalObjectTree.directoryOf(name))) {
                store(name, source, directory);
                return;
            } catch (NoSuchFileException removed) {
                files.check();
            }
        }
        throw LocalMessage.DIRECTORY_REMOVED.exception(
                name.toString(), tree.root().path());
    }

    private void store(ObjectName name, ObjectSource source, DirectoryHandle directory) throws IOException {
        Optional<FileState> present = directory.find(LocalObjectTree.nameInDirectory(name));
        if (present.isPresent()) {
            checkExisting(name, source, directory, present.get());
        } else {
            create(name, source, directory);
        }
        try {
            tree.sync(LocalObjectTree.directoryOf(name), directory);
        } catch (IOException e) {
            throw unknownOutcome(name, e);
        }
    }

    private void create(ObjectName name, ObjectSource source, DirectoryHandle directory) throws IOException {
        String last = LocalObjectTree.nameInDirectory(name);
        boolean published = false;
        try (TemporaryFile temporary = new TemporaryFile(directory, last, files, active)) {
            write(name, source, temporary);
            temporary.sync();
            files.checkUninterrupted();
            LocalPublication.publish(directory, temporary.name(), last);
            published = true;
        } catch (FileAlreadyExistsException raced) {
            checkExisting(name, source, directory, directory.state(last));
        } catch (IOException e) {
            throw published ? unknownOutcome(name, e) : e;
        }
    }

    private void write(ObjectName name, ObjectSource source, TemporaryFile temporary) throws IOException {
        try (DeclaredContent content = new DeclaredContent(name, source)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.fill(buffer); count > 0; count = content.fill(buffer)) {
                files.checkUninterrupted();
                temporary.append(ByteBuffer.wrap(buffer, 0, count));
            }
            content.check();
        }
    }

    /** Checks a name that is taken: the same content counts as stored once it is synced. */
    private void checkExisting(ObjectName name, ObjectSource source, DirectoryHandle directory, FileState present)
            throws IOException {
        if (!present.isRegular() || present.size() != source.length()) {
            throw taken(name);
        }
        OpenFile file = files.add(directory.openFile(LocalObjectTree.nameInDirectory(name)));
        try (file) {
            if (!DeclaredContent.isSame(source, file.stream())) {
                throw taken(name);
            }
            file.sync();
        } finally {
            files.remove(file);
        }
    }

    /** Classifies a failure after publication as an unknown outcome, except a removal by others. */
    private static IOException unknownOutcome(ObjectName name, IOException cause) {
        return cause instanceof NoSuchFileException || cause instanceof ClosedChannelException
                ? cause
                : LocalMessage.NOT_SYNCED.causedBy(
                        cause,
                        name.toString(),
                        isReplacement(cause)
                                ? "its directory was replaced meanwhile"
                                : LocalFailureClassifier.reason(cause));
    }

    private static boolean isReplacement(IOException cause) {
        return cause instanceof TransportException
                || cause instanceof SymbolicLinkException
                || cause instanceof NotDirectoryException
                || cause instanceof FileReplacedException;
    }

    private TransportException taken(ObjectName name) {
        return LocalMessage.NAME_TAKEN.exception(name.toString(), tree.root().path());
    }
}
