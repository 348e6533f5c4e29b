package org.flowgateway.backup.core.restore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.OpenFile;

/**
 * Staged tree of a section, below an open directory: no write can leave it. While packs are unpacked, it holds no symbolic link; links and
 * the directories' own attributes come last. {@link #unpack} is thread-safe, the other methods are for one thread.
 */
final class StagedSection {

    private static final int BLOCK = 1 << 16;
    private static final int OWNER_ONLY = 0700;
    private static final int OWNER_ONLY_FILE = 0600;

    private final Section section;
    private final DirectoryHandle directory;
    private final Path path;
    private final MetadataWriter attributes;
    private final boolean setIdAllowed;
    private final Set<String> parents = ConcurrentHashMap.newKeySet();
    private final List<Entry> symlinks = new ArrayList<>();
    private final List<Entry> directories = new ArrayList<>();

    /**
     * @param directory the staging directory; empty
     * @param path the same directory for the section's own code
     */
    StagedSection(Section section, DirectoryHandle directory, Path path, MetadataWriter attributes) {
        this.section = section;
        this.directory = directory;
        this.path = path;
        this.attributes = attributes;
        this.setIdAllowed = section.allowsSetId();
    }

    Section section() {
        return section;
    }

    /** Returns the staging directory's path, for the section's own code. */
    Path path() {
        return path;
    }

    DirectoryHandle directory() {
        return directory;
    }

    /**
     * Creates a directory, or writes a file or a part of one. Links are left to {@link #complete}.
     *
     * @param content exactly as many bytes as the member has
     */
    void unpack(MemberToRestore member, InputStream content) throws IOException {
        write(member, content, setIdAllowed);
    }

    /** Unpacks a member from the gateway itself, see {@link #unpack}. It keeps all its metadata, whatever a backup may restore. */
    void unpackUnselected(MemberToRestore member, InputStream content) throws IOException {
        write(member.restoredAs(MetadataWriter.withNumericOwners(member.entry())), content, true);
    }

    private void write(MemberToRestore member, InputStream content, boolean setId) throws IOException {
        Entry entry = member.entry();
        if (entry.type() == Entry.Type.DIRECTORY) {
            createDirectories(entry.path());
        } else if (entry.type() == Entry.Type.FILE) {
            createParent(entry.path());
            try (OpenFile file =
                    member.part() == 0 ? directory.createFile(entry.path(), OWNER_ONLY_FILE) : openPart(entry.path())) {
                boolean hole = write(content, file, member.offset(), member.length());
                if (member.part() == 0) {
                    if (hole) {
                        file.setLength(member.length());
                    }
                    attributes.apply(MetadataTarget.of(file), entry, setId);
                }
            }
        }
    }

    /** Opens a file for one of its parts, which are unpacked in any order and concurrently. */
    private OpenFile openPart(String file) throws IOException {
        try {
            return directory.createFile(file, OWNER_ONLY_FILE);
        } catch (FileAlreadyExistsException e) {
            return directory.openToWrite(file);
        }
    }

    /**
     * Completes an entry after all content: creates hard links, and sets the attributes of split files. Symbolic links and directories are
     * collected for {@link #finish}.
     */
    void complete(Entry entry, boolean split) throws IOException {
        switch (entry.type()) {
            case FILE -> {
                if (split) {
                    completeParts(entry);
                }
            }
            case HARDLINK -> {
                createParent(entry.path());
                directory.createLink(entry.path(), entry.linkTarget());
            }
            case SYMLINK -> symlinks.add(entry);
            case DIRECTORY -> directories.add(entry);
        }
    }

    /** Completes an entry from the gateway itself, see {@link #complete}. */
    void completeUnselected(Entry entry) throws IOException {
        complete(MetadataWriter.withNumericOwners(entry), false);
    }

    private void completeParts(Entry entry) throws IOException {
        try (OpenFile file = directory.openToWrite(entry.path())) {
            if (file.state().size() < entry.size()) {
                file.setLength(entry.size());
            }
            attributes.apply(MetadataTarget.of(file), entry, setIdAllowed);
        }
    }

    /** Creates the symbolic links, and finally sets the directories' attributes, the innermost first. */
    void finish() throws IOException {
        // All directories come before the first link: a later one might be created through it.
        for (Entry entry : symlinks) {
            createParent(entry.path());
        }
        for (Entry entry : symlinks) {
            directory.createSymlink(entry.path(), entry.linkTarget());
            attributes.apply(MetadataTarget.ofLink(directory, entry.path()), entry, setIdAllowed);
        }
        directories.sort(Comparator.comparing(Entry::path).reversed());
        for (Entry entry : directories) {
            try (DirectoryHandle handle = directory.openDirectory(entry.path())) {
                attributes.apply(MetadataTarget.of(handle), entry, setIdAllowed);
            }
        }
    }

    private void createParent(String file) throws IOException {
        createDirectories(file.substring(0, Math.max(0, file.lastIndexOf('/'))));
    }

    /** Creates the missing directories of a path, the outermost first. */
    private void createDirectories(String below) throws IOException {
        int known = below.length();
        while (known > 0 && !parents.contains(below.substring(0, known))) {
            known = Math.max(0, below.lastIndexOf('/', known - 1));
        }
        while (known < below.length()) {
            int slash = below.indexOf('/', known + 1);
            known = slash < 0 ? below.length() : slash;
            createDirectory(below.substring(0, known));
        }
    }

    private void createDirectory(String name) throws IOException {
        try {
            directory.createDirectory(name, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (!directory.state(name).isDirectory()) {
                throw e;
            }
        }
        parents.add(name); // Added only now: before, another thread would create its file in a missing directory.
    }

    /**
     * Writes content, without blocks of zeros, so that a sparse file stays sparse.
     *
     * @return whether the last block was skipped, so that the file is still too short
     */
    private static boolean write(InputStream content, OpenFile file, long offset, long length) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, length))];
        long done = 0;
        boolean hole = false;
        while (done < length) {
            int read = content.readNBytes(block, 0, (int) Math.min(block.length, length - done));
            if (read == 0) {
                throw new EOFException("The pack ends before the file does");
            }
            hole = isZero(block, read);
            if (!hole) {
                file.write(ByteBuffer.wrap(block, 0, read), offset + done);
            }
            done += read;
        }
        return hole;
    }

    private static boolean isZero(byte[] block, int length) {
        // Compares the block with itself shifted by one byte, which the platform does many bytes at a time.
        return block[0] == 0 && Arrays.equals(block, 0, length - 1, block, 1, length);
    }
}
