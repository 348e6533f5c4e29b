package org.flowgateway.backup.core.restore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.spi.section.Section;

/**
 * A section's restored tree in the making. As long as packs are unpacked there is no symbolic link in it, so nothing can be written
 * through one; links and the directories' own attributes come last. {@link #unpack} is thread-safe, the rest is for one thread.
 */
final class StagedSection {

    private static final int BLOCK = 1 << 16;

    private final Section section;
    private final Path directory;
    private final AttributeWriter attributes;
    private final boolean setIdAllowed;
    private final Set<Path> parents = ConcurrentHashMap.newKeySet();
    private final List<Entry> symlinks = new ArrayList<>();
    private final List<Entry> directories = new ArrayList<>();

    /** @param directory where it is made; there, and empty */
    StagedSection(Section section, Path directory, AttributeWriter attributes) {
        this.section = section;
        this.directory = directory;
        this.attributes = attributes;
        this.setIdAllowed = section.allowsSetId();
    }

    Section section() {
        return section;
    }

    Path directory() {
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
    void keep(ExpectedMember member, InputStream content) throws IOException {
        write(member, content, true);
    }

    private void write(ExpectedMember member, InputStream content, boolean setId) throws IOException {
        Entry entry = member.entry();
        Path file = path(entry.path());
        if (entry.type() == Entry.Type.DIRECTORY) {
            makeDirectories(file);
        } else if (entry.type() == Entry.Type.FILE) {
            makeDirectories(file.getParent());
            StandardOpenOption creation = member.part() == 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, creation)) {
                write(content, channel, member.offset(), member.length());
            }
            if (member.part() == 0) {
                attributes.apply(file, entry, setId);
            }
        }
    }

    /** Adds what is not content: hard links, and the attributes of files that came in parts. Symbolic links and directories are noted. */
    void complete(Entry entry, boolean cut) throws IOException {
        switch (entry.type()) {
            case FILE -> {
                if (cut) {
                    attributes.apply(path(entry.path()), entry, setIdAllowed);
                }
            }
            case HARDLINK -> {
                Path link = path(entry.path());
                makeDirectories(link.getParent());
                Files.createLink(link, path(entry.linkTarget()));
            }
            case SYMLINK -> symlinks.add(entry);
            case DIRECTORY -> directories.add(entry);
        }
    }

    /** Adds the symbolic links, and last the directories' attributes, the innermost first. */
    void finish() throws IOException {
        // All directories before the first link: one that is made later might be made through it.
        for (Entry entry : symlinks) {
            makeDirectories(path(entry.path()).getParent());
        }
        for (Entry entry : symlinks) {
            Path link = path(entry.path());
            Files.createSymbolicLink(link, link.getFileSystem().getPath(entry.linkTarget()));
            attributes.apply(link, entry, setIdAllowed);
        }
        directories.sort(Comparator.comparing(Entry::path).reversed());
        for (Entry entry : directories) {
            attributes.apply(path(entry.path()), entry, setIdAllowed);
        }
    }

    private Path path(String path) {
        return path.isEmpty() ? directory : directory.resolve(path);
    }

    private void makeDirectories(Path path) throws IOException {
        if (!parents.contains(path)) {
            Files.createDirectories(path);
            parents.add(path); // Not before it is there: another thread would put its file into nothing.
        }
    }

    /** Blocks of zeros are left out, so that a sparse file stays sparse. */
    private static void write(InputStream content, FileChannel channel, long offset, long length) throws IOException {
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
                write(channel, ByteBuffer.wrap(block, 0, read), offset + done);
            }
            done += read;
        }
        if (hole) {
            write(channel, ByteBuffer.allocate(1), offset + length - 1);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static boolean isZero(byte[] block, int length) {
        // Compares the block with itself one byte on, which the platform does many bytes at a time.
        return block[0] == 0 && Arrays.equals(block, 0, length - 1, block, 1, length);
    }
}
