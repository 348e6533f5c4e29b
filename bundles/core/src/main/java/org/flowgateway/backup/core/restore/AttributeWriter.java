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

/**
 * Gives restored files the owner, mode and time they had. Owners are numbers, as far as this process may set them. A file that could not be
 * given its owner is not given its set-id bits either: they would lend out the rights of another. Thread-safe.
 */
final class AttributeWriter {

    private final int ownUid;
    private final int ownGid;
    private final AtomicLong ownersRefused = new AtomicLong();
    private final AtomicLong setIdsDropped = new AtomicLong();

    /** @param ownDirectory a directory that this process made, whose owner is therefore its own user */
    AttributeWriter(Path ownDirectory) throws IOException {
        this.ownUid = (Integer) Files.getAttribute(ownDirectory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        this.ownGid = (Integer) Files.getAttribute(ownDirectory, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** How many files belong to this process's user because their owner could not be set. */
    long ownersRefused() {
        return ownersRefused.get();
    }

    /** How many files are without the set-user-id or set-group-id bit they had. */
    long setIdsDropped() {
        return setIdsDropped.get();
    }

    /**
     * Gives a file what it had. The owner goes first, since setting it takes set-user-id bits away; the time last, since it must stand.
     *
     * @param setIdAllowed whether the section may have files with set-id bits
     */
    void apply(Path file, Entry entry, boolean setIdAllowed) throws IOException {
        boolean owned = setOwner(file, entry);
        FileTime modified = FileTime.from(entry.modified().toInstant());
        if (entry.type() == Entry.Type.SYMLINK) {
            // The platform sets a link's own time to the microsecond only.
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(modified, null, null);
        } else {
            Files.setAttribute(file, "unix:mode", owned && setIdAllowed ? entry.mode() : withoutSetId(entry));
            Files.setLastModifiedTime(file, modified);
        }
    }

    private int withoutSetId(Entry entry) {
        if (entry.modeWithoutSetId() != entry.mode()) {
            setIdsDropped.incrementAndGet();
        }
        return entry.modeWithoutSetId();
    }

    private boolean setOwner(Path file, Entry entry) throws IOException {
        try {
            // The platform's numbers are signed, the system's are not.
            if ((int) entry.uid() != ownUid) {
                Files.setAttribute(file, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
            }
            if ((int) entry.gid() != ownGid) {
                Files.setAttribute(file, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
            }
            return true;
        } catch (FileSystemException e) {
            if (ownUid == 0) {
                throw e;
            }
            ownersRefused.incrementAndGet();
            return false;
        }
    }
}
