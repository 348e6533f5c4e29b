package org.flowgateway.backup.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads one pack, member by member, and checks it against what the authenticated index says of it. One thread.
 *
 * <p>Members are given before the rest of the pack was checked. Nothing may be applied before {@link #next} has returned
 * empty: only that says that every byte was good. A failure is final.
 */
public final class PackReader implements Closeable {

    /** The longest tar that any gateway makes, bytes. */
    public static final long MAX_PLAIN_BYTES = FormatLimits.PACK_PLAIN_BYTES;

    private final StoredObject expected;
    private final PackSource source;
    private final InputStream message;
    private final BoundedStream plain;
    private final TarArchiveInputStream tar;
    private final Content content = new Content();
    private IOException failure;
    private boolean ended;

    /**
     * Begins to read.
     *
     * @param sealed the stored bytes, and nothing after them; closed with this, or if this throws
     * @param expected what the index says of the pack
     * @param cipher made to open
     * @param maxPlainBytes longest tar to accept, bytes
     * @throws ArchiveException with {@code DAMAGED} if the pack is not the one that is expected. A password that opened
     *         the index opens its packs, so a key that is rejected is damage too
     * @throws IOException if {@code sealed} fails
     */
    public PackReader(InputStream sealed, StoredObject expected, ArchiveCipher cipher, long maxPlainBytes)
            throws IOException {
        this.expected = expected;
        this.source = new PackSource(sealed, expected);
        try {
            this.message = cipher.open(source);
        } catch (IOException e) {
            sealed.close();
            throw damage(e);
        }
        this.plain = new BoundedStream(ZstdFrames.open(message), maxPlainBytes, expected.name());
        // Records as blocks, so that it reads not one byte beyond the end of the tar; strict, so that it guesses
        // nothing.
        this.tar = new TarArchiveInputStream(
                plain, TarWriter.RECORD, TarWriter.RECORD, StandardCharsets.UTF_8.name(), false);
    }

    /**
     * Goes to the next member; what is left of the current one is read over.
     *
     * @return empty once everything was checked: the length and SHA-256 of the stored bytes, the last authentication tag,
     *         the end of the zstd frame, the end of the tar, and that nothing follows
     * @throws ArchiveException with {@code DAMAGED} if anything is not as it should be, {@code LIMIT_EXCEEDED} if the tar
     *         is longer than accepted
     * @throws IOException if the stored bytes cannot be read
     */
    public Optional<PackMember> next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return Optional.empty();
        }
        try {
            content.drain();
            long end = (plain.count() + TarWriter.RECORD - 1) / TarWriter.RECORD * TarWriter.RECORD;
            TarArchiveEntry entry = nextEntry();
            if (entry != null) {
                return Optional.of(member(entry));
            }
            checkEnd(end);
            ended = true;
            return Optional.empty();
        } catch (IOException
                | RuntimeException e) { // The library meets hostile bytes with whatever its code runs into.
            throw fail(e);
        }
    }

    /** The library holds names and pax headers in memory, as long as a header says they are, and reads headers of headers recursively. */
    private TarArchiveEntry nextEntry() throws IOException {
        plain.allowOnly(FormatLimits.HEADER_BYTES);
        TarArchiveEntry entry = tar.getNextEntry();
        plain.allowAll();
        return entry;
    }

    /** Content of the current member. Its end is the end of the member; closing it does nothing. */
    public InputStream content() {
        return content;
    }

    private PackMember member(TarArchiveEntry entry) throws ArchiveException {
        Entry.Type type = type(entry);
        String name = entry.getName();
        // The library takes a file for a directory if its name ends with a slash, and passes over a directory's content
        // in silence.
        if (entry.getSize() != 0 && (type != Entry.Type.FILE || entry.isDirectory())) {
            throw ArchiveException.damaged(
                    "it holds a " + type.json() + " that can have no content, and has some: [" + name + "]");
        }
        boolean slash = type == Entry.Type.DIRECTORY && name.endsWith("/");
        return new PackMember(
                slash ? name.substring(0, name.length() - 1) : name, type, entry.getSize(), entry.getLinkName());
    }

    /** By the flag itself: the library calls everything a file that is nothing else. */
    private static Entry.Type type(TarArchiveEntry entry) throws ArchiveException {
        return switch (entry.isSparse() ? 0 : entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL -> Entry.Type.FILE;
            case TarConstants.LF_DIR -> Entry.Type.DIRECTORY;
            case TarConstants.LF_SYMLINK -> Entry.Type.SYMLINK;
            case TarConstants.LF_LINK -> Entry.Type.HARDLINK;
            default ->
                throw ArchiveException.damaged(
                        "it holds something that is no file, directory or link: [" + entry.getName() + "]");
        };
    }

    private void checkEnd(long lastEnd) throws IOException {
        if (plain.count() != lastEnd + TarWriter.END || plain.zeros() != TarWriter.END) {
            throw ArchiveException.damaged("its tar has no end");
        }
        if (plain.read() >= 0 || message.read() >= 0) {
            throw ArchiveException.damaged("it goes on after the end of its tar");
        }
        source.check();
    }

    private IOException fail(Exception found) {
        failure = plain.exceeded() && found instanceof ArchiveException limit ? limit : damage(found);
        return failure;
    }

    private IOException damage(Exception found) {
        if (source.failure() != null) {
            return source.failure();
        }
        return ArchiveException.damaged(expected.name() + " is damaged: " + how(found), found);
    }

    /** What a library says of a fault of its own names classes. */
    private static String how(Exception found) {
        boolean told = found.getMessage() != null
                && (found instanceof IOException || found instanceof IllegalArgumentException);
        return told ? found.getMessage() : "it cannot be read to its end";
    }

    /** Closes the stored bytes and gives up native memory. */
    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** The tar's current content, with failures told apart. */
    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                return tar.getCurrentEntry() == null ? -1 : tar.read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                throw fail(e);
            }
        }

        void drain() throws IOException {
            byte[] rest = new byte[8192];
            int count = 0;
            while (count >= 0 && tar.getCurrentEntry() != null) {
                count = tar.read(rest);
            }
        }
    }
}
