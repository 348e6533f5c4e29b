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
 * A file that is larger than a pack, open from its first part to its last, so that one reader goes through it in order. It remembers a checksum of
 * each part: if the file was touched meanwhile, reading it once more tells whether the parts belong together.
 */
final class SplitFile implements AutoCloseable {

    private final SectionFile found;
    private final OpenFile file;
    private final List<ContentChecksum> checksums = new ArrayList<>();
    private FileState lastState;
    private ExtendedMetadataReading metadata = ExtendedMetadataReading.NONE;
    private long position;

    /**
     * @param found as it was when it was opened
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

    /** Bytes that are still to be read, by the size the file had at first. */
    long remaining() {
        return found.state().size() - position;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /**
     * The entry for the next part. That of the last part counts, so each has mode, owner and lists as they are now: what is written after they were
     * changed must not come back for more readers.
     */
    Entry entry(EntryFactory entries, MetadataReader reader) throws IOException {
        FileState now = file.state();
        FileState first = found.state();
        metadata = reader.of(file);
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

    /** What the last entry says beyond the state. */
    ExtendedMetadataReading metadata() {
        return metadata;
    }

    /** Fills the window from the file; it stays partly empty only if the file ends early. */
    void read(ByteBuffer window) throws IOException {
        file.fill(window, position);
        checksums.add(ContentChecksum.of(window));
        position += window.position();
    }

    /** Looks at the open file, wherever its name leads to now. */
    FileState state() throws IOException {
        return file.state();
    }

    /** Tells whether mode and owner are those of the last entry. */
    boolean hasLastAccess(FileState now) {
        return now.mode() == lastState.mode() && now.uid() == lastState.uid() && now.gid() == lastState.gid();
    }

    /** Tells whether the file still gives the very bytes that were read. */
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
