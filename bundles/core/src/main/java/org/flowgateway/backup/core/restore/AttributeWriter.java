package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.archive.Entry;

/** Gives restored files the owner, mode and time they had. Owners are numbers, as far as this process may set them. Thread-safe. */
final class AttributeWriter {

    private final int ownUid;
    private final int ownGid;
    private final AtomicLong ownersRefused = new AtomicLong();

    /** @param ownDirectory a directory that this process made, whose owner is therefore its own user */
    AttributeWriter(Path ownDirectory) throws IOException {
        this.ownUid = (Integer) Files.getAttribute(ownDirectory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        this.ownGid = (Integer) Files.getAttribute(ownDirectory, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** How many files belong to this process's user because their owner could not be set. */
    long ownersRefused() {
        return ownersRefused.get();
    }

    /** The owner goes first, since setting it takes set-user-id bits away; the time last, since it must stand. */
    void apply(Path file, Entry entry) throws IOException {
        owner(file, entry);
        FileTime modified = FileTime.from(entry.modified());
        if (entry.type() == Entry.Type.SYMLINK) {
            // The platform sets a link's own time to the microsecond only.
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(modified, null, null);
        } else {
            Files.setAttribute(file, "unix:mode", entry.mode());
            Files.setLastModifiedTime(file, modified);
        }
    }

    private void owner(Path file, Entry entry) throws IOException {
        try {
            if (entry.uid() != ownUid) {
                Files.setAttribute(file, "unix:uid", Math.toIntExact(entry.uid()), LinkOption.NOFOLLOW_LINKS);
            }
            if (entry.gid() != ownGid) {
                Files.setAttribute(file, "unix:gid", Math.toIntExact(entry.gid()), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (FileSystemException e) {
            if (ownUid == 0) {
                throw e;
            }
            ownersRefused.incrementAndGet();
        }
    }
}
