package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Gives stored objects second names, by hard links. The link is made to the open file, so a file that gets the source's name meanwhile is
 * never linked.
 */
final class LocalObjectLinker {

    /** Bytes compared at a time. */
    private static final int BUFFER = 64 * 1024;

    private final LocalPlacement placement;
    private final OpenResources files;

    LocalObjectLinker(LocalPlacement placement, OpenResources files) {
        this.placement = placement;
        this.files = files;
    }

    /**
     * Links an object durably, or finds that the same content already has the name.
     *
     * @param source the stored object, open
     * @param to the new name
     * @return {@code false} if the file system refuses the link, or the source was removed; nothing was changed
     * @throws org.flowgateway.backup.spi.transport.TransportException if the name is taken by other content
     */
    boolean link(OpenFile source, ObjectName to) throws IOException {
        // The name is visible at once, so its content has to be durable before.
        source.sync();
        return placement.place(to, directory -> isPlaced(source, to, directory));
    }

    private boolean isPlaced(OpenFile source, ObjectName to, DirectoryHandle directory) throws IOException {
        Optional<FileState> present = directory.find(LocalObjectTree.nameInDirectory(to));
        if (present.isPresent()) {
            checkExisting(source, to, directory, present.get());
            return true;
        }
        return source.state().links() > 0 && isLinked(source, to, directory);
    }

    private boolean isLinked(OpenFile source, ObjectName to, DirectoryHandle directory) throws IOException {
        String last = LocalObjectTree.nameInDirectory(to);
        files.checkUninterrupted();
        try {
            return LocalPublication.isLinked(directory, source, last);
        } catch (FileAlreadyExistsException raced) {
            checkExisting(source, to, directory, directory.state(last));
            return true;
        }
    }

    /** Checks a name that is taken: the same content counts as linked once it is synced. */
    private void checkExisting(OpenFile source, ObjectName to, DirectoryHandle directory, FileState present)
            throws IOException {
        if (!present.isRegular() || present.size() != source.state().size()) {
            throw placement.taken(to);
        }
        OpenFile file = files.add(directory.openFile(LocalObjectTree.nameInDirectory(to)));
        try (file) {
            if (!file.state().isSameFile(source.state()) && !isSameContent(source, file)) {
                throw placement.taken(to);
            }
            file.sync();
        } finally {
            files.remove(file);
        }
    }

    private boolean isSameContent(OpenFile one, OpenFile other) throws IOException {
        ByteBuffer ofOne = ByteBuffer.allocate(BUFFER);
        ByteBuffer ofOther = ByteBuffer.allocate(BUFFER);
        boolean same = true;
        boolean ended = false;
        for (long position = 0; same && !ended; position += BUFFER) {
            files.checkUninterrupted();
            one.fill(ofOne.clear(), position);
            other.fill(ofOther.clear(), position);
            ended = ofOne.hasRemaining();
            same = ofOne.flip().equals(ofOther.flip());
        }
        return same;
    }
}
