package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.backup.ContentChecksum.StopCheck;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.OpenFile;

/**
 * File that is larger than a pack, open from its first part to its last. One reader reads it in order. A checksum of each part is kept:
 * if the file was touched meanwhile, reading it again shows whether the parts belong together.
 */
final class SplitFile implements AutoCloseable {

    private final SectionFile found;
    private final OpenFile file;
    private final List<ContentChecksum> checksums = new ArrayList<>();
    private FileState lastState;
    private ExtendedMetadataReading metadata = ExtendedMetadataReading.NONE;
    private long position;

    /**
     * @param found the file as opened
     * @param file closed with this
     */
    SplitFile(SectionFile found, OpenFile file) {
        this.found = found;
        this.file = file;
        this.lastState = found.state();
    }

    SectionFile found() {
        return found;
    }

    /** The number of the part to be read next, from 1. */
    int nextPart() {
        return checksums.size() + 1;
    }

    /** Bytes that are still to be read, by the file's first size. */
    long remaining() {
        return found.state().size() - position;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /**
     * Returns the entry of the next part, with current mode, owner and lists. The last part's entry counts: content that was written
     * after a change of mode must not be restored with more readers.
     */
    Entry entry(EntryFactory entries, MetadataReader reader) throws IOException {
        FileState now = file.state();
        FileState first = found.state();
        metadata = reader.read(file);
        lastState = new FileState(
                now.mode(),
                first.device(),
                first.inode(),
                first.links(),
                now.uid(),
                now.gid(),
                first.size(),
                first.allocated(),
                first.modified(),
                first.changed(),
                first.flags());
        return entries.regular(found.with(lastState), metadata);
    }

    /** Metadata of the last entry. */
    ExtendedMetadataReading metadata() {
        return metadata;
    }

    /** Fills the window from the file. It stays partly empty only if the file ends early. */
    void read(ByteBuffer window) throws IOException {
        file.fill(window, position);
        checksums.add(ContentChecksum.of(window));
        position += window.position();
    }

    /** Inspects the open file, whatever its name leads to now. */
    FileState state() throws IOException {
        return file.state();
    }

    /** Tells whether mode and owner are those of the last entry. */
    boolean hasLastAccess(FileState now) {
        return now.mode() == lastState.mode() && now.uid() == lastState.uid() && now.gid() == lastState.gid();
    }

    /** Tells whether the file still has the bytes that were read. */
    <X extends Exception> boolean hasSameContent(StopCheck<X> stop) throws IOException, X {
        long from = 0;
        for (ContentChecksum checksum : checksums) {
            if (!checksum.isIn(file, from, stop)) {
                return false;
            }
            from += checksum.length();
        }
        return true;
    }

    @Override
    public void close() {
        file.close();
    }
}
