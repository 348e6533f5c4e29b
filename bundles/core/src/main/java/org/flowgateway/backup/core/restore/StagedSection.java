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
 * A section's restored tree in the making, below an open directory: nothing can be written outside of it. As long as packs are unpacked there is
 * no symbolic link in it; links and the directories' own attributes come last. {@link #unpack} is thread-safe, the rest is for one thread.
 */
final class StagedSection {

    private static final int BLOCK = 1 << 16;
    private static final int OWNER_ONLY = 0700;
    private static final int OWNER_ONLY_FILE = 0600;

    private final Section section;
    private final DirectoryHandle directory;
    private final Path path;
    private final AttributeWriter attributes;
    private final boolean setIdAllowed;
    private final Set<String> parents = ConcurrentHashMap.newKeySet();
    private final List<Entry> symlinks = new ArrayList<>();
    private final List<Entry> directories = new ArrayList<>();

    /**
     * @param directory where it is made; empty
     * @param path the same directory for the section's own code
     */
    StagedSection(Section section, DirectoryHandle directory, Path path, AttributeWriter attributes) {
        this.section = section;
        this.directory = directory;
        this.path = path;
        this.attributes = attributes;
        this.setIdAllowed = section.allowsSetId();
    }

    Section section() {
        return section;
    }

    /** Where it is, for the section's own code. */
    Path path() {
        return path;
    }

    DirectoryHandle directory() {
        return directory;
    }

    /**
     * Makes a directory, or writes a file or a part of one. Links are left for {@link #complete}.
     *
     * @param content exactly as many bytes as the member has
     */
    void unpack(ExpectedMember member, InputStream content) throws IOException {
        write(member, content, setIdAllowed);
    }

    /** As {@link #unpack}, for a member that comes from the gateway itself: it keeps what it has, whatever a backup may bring. */
    void unpackKept(ExpectedMember member, InputStream content) throws IOException {
        write(member.restoredAs(AttributeWriter.withNumericOwners(member.entry())), content, true);
    }

    private void write(ExpectedMember member, InputStream content, boolean setId) throws IOException {
        Entry entry = member.entry();
        if (entry.type() == Entry.Type.DIRECTORY) {
            makeDirectories(entry.path());
        } else if (entry.type() == Entry.Type.FILE) {
            makeParent(entry.path());
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

    /** Parts come in any order, several at once. */
    private OpenFile openPart(String file) throws IOException {
        try {
            return directory.createFile(file, OWNER_ONLY_FILE);
        } catch (FileAlreadyExistsException e) {
            return directory.openToWrite(file);
        }
    }

    /** Adds what is not content: hard links, and the attributes of files that came in parts. Symbolic links and directories are noted. */
    void complete(Entry entry, boolean split) throws IOException {
        switch (entry.type()) {
            case FILE -> {
                if (split) {
                    completeParts(entry);
                }
            }
            case HARDLINK -> {
                makeParent(entry.path());
                directory.createLink(entry.path(), entry.linkTarget());
            }
            case SYMLINK -> symlinks.add(entry);
            case DIRECTORY -> directories.add(entry);
        }
    }

    /** As {@link #complete}, for what comes from the gateway itself. */
    void completeKept(Entry entry) throws IOException {
        complete(AttributeWriter.withNumericOwners(entry), false);
    }

    private void completeParts(Entry entry) throws IOException {
        try (OpenFile file = directory.openToWrite(entry.path())) {
            if (file.state().size() < entry.size()) {
                file.setLength(entry.size());
            }
            attributes.apply(MetadataTarget.of(file), entry, setIdAllowed);
        }
    }

    /** Adds the symbolic links, and last the directories' attributes, the innermost first. */
    void finish() throws IOException {
        // All directories before the first link: one that is made later might be made through it.
        for (Entry entry : symlinks) {
            makeParent(entry.path());
        }
        for (Entry entry : symlinks) {
            directory.createSymlink(entry.path(), entry.linkTarget());
            attributes.apply(MetadataTarget.ofLink(directory, entry.path()), entry, setIdAllowed);
        }
        directories.sort(Comparator.comparing(Entry::path).reversed());
        for (Entry entry : directories) {
            try (DirectoryHandle one = directory.openDirectory(entry.path())) {
                attributes.apply(MetadataTarget.of(one), entry, setIdAllowed);
            }
        }
    }

    private void makeParent(String file) throws IOException {
        makeDirectories(file.substring(0, Math.max(0, file.lastIndexOf('/'))));
    }

    /** From the outermost that is missing on. */
    private void makeDirectories(String below) throws IOException {
        int known = below.length();
        while (known > 0 && !parents.contains(below.substring(0, known))) {
            known = Math.max(0, below.lastIndexOf('/', known - 1));
        }
        while (known < below.length()) {
            int slash = below.indexOf('/', known + 1);
            known = slash < 0 ? below.length() : slash;
            makeDirectory(below.substring(0, known));
        }
    }

    private void makeDirectory(String name) throws IOException {
        try {
            directory.createDirectory(name, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (!directory.state(name).isDirectory()) {
                throw e;
            }
        }
        parents.add(name); // Not before it is there: another thread would put its file into nothing.
    }

    /**
     * Blocks of zeros are left out, so that a sparse file stays sparse.
     *
     * @return whether the last one was left out: then the file is still too short
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
        // Compares the block with itself one byte on, which the platform does many bytes at a time.
        return block[0] == 0 && Arrays.equals(block, 0, length - 1, block, 1, length);
    }
}
