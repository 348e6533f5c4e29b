package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;

/** Stores objects: writes under a temporary name, checks the content, syncs, and only then publishes the name. */
final class LocalObjectWriter {

    /** Bytes copied at a time. */
    private static final int BUFFER = 64 * 1024;

    private final LocalPlacement placement;
    private final OpenResources files;
    private final Set<String> active;

    LocalObjectWriter(LocalPlacement placement, OpenResources files, Set<String> active) {
        this.placement = placement;
        this.files = files;
        this.active = active;
    }

    /**
     * Stores an object durably, or finds that the same content is already stored.
     *
     * @throws TransportException if the source does not match its declaration, or the name is taken by other content
     */
    void put(ObjectName name, ObjectSource source) throws IOException {
        placement.place(name, directory -> {
            store(name, source, directory);
            return true;
        });
    }

    private void store(ObjectName name, ObjectSource source, DirectoryHandle directory) throws IOException {
        Optional<FileState> present = directory.find(LocalObjectTree.nameInDirectory(name));
        if (present.isPresent()) {
            checkExisting(name, source, directory, present.get());
        } else {
            create(name, source, directory);
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
            throw published ? LocalPlacement.unknownOutcome(name, e) : e;
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
            throw placement.taken(name);
        }
        OpenFile file = files.add(directory.openFile(LocalObjectTree.nameInDirectory(name)));
        try (file) {
            if (!DeclaredContent.isSame(source, file.stream())) {
                throw placement.taken(name);
            }
            file.sync();
        } finally {
            files.remove(file);
        }
    }
}
