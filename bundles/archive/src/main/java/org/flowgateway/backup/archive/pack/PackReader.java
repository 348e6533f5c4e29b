package org.flowgateway.backup.archive.pack;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.stream.ZstdFrames;
import org.flowgateway.backup.archive.tar.TarWriter;

/**
 * Reader of one pack, member by member, which checks it against the authenticated index. One thread.
 *
 * <p>Members are returned before the rest of the pack is checked. A caller MUST NOT apply anything before {@link #next} has returned empty: only
 * then every byte is verified. A failure is final.
 */
public final class PackReader implements Closeable {

    /** Maximum bytes of the tar that any gateway writes. */
    public static final long MAX_PLAIN_BYTES = FormatLimits.PACK_PLAIN_BYTES;

    private final StoredObject expected;
    private final PackSource source;
    private final InputStream message;
    private final TarStream plain;
    private final TarArchiveInputStream tar;
    private final Content content = new Content();
    private IOException failure;
    private boolean ended;

    /**
     * Opens a pack.
     *
     * @param sealed the stored bytes, and nothing after them; closed with this reader, or if this constructor throws
     * @param expected the pack's object in the index
     * @param cipher for opening
     * @param maxPlainBytes longest tar to accept, bytes
     * @throws ArchiveException with {@code DAMAGED} if it is another pack. A password that opened the index opens its packs, so a rejected key
     *         is damage too
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
        this.plain = new TarStream(ZstdFrames.open(message), maxPlainBytes, expected.name());
        // Blocks of one record, so that nothing beyond the tar's end is read; strict, so that nothing is guessed.
        this.tar = new TarArchiveInputStream(
                plain, TarWriter.RECORD, TarWriter.RECORD, StandardCharsets.UTF_8.name(), false);
    }

    /**
     * Moves to the next member, skipping the rest of the current one.
     *
     * @return empty once everything was checked: the length and SHA-256 of the stored bytes, the last authentication tag, the end of the zstd
     *         frame, the end of the tar, and the absence of further bytes
     * @throws ArchiveException with {@code DAMAGED} if anything differs, {@code LIMIT_EXCEEDED} if the tar is longer than accepted
     * @throws IOException if the stored bytes cannot be read
     */
    public Optional<OpenedMember> next() throws IOException {
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
        } catch (IOException | RuntimeException e) { // The library may react to hostile bytes with any exception.
            throw fail(e);
        }
    }

    /**
     * Reads the next header. The library holds names and pax headers in memory, up to the length that a header states, and reads nested headers
     * recursively: both are limited here.
     */
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

    private OpenedMember member(TarArchiveEntry entry) throws ArchiveException {
        Entry.Type type = type(entry);
        String name = entry.getName();
        // The library takes a file whose name ends with a slash for a directory, and silently skips a directory's
        // content.
        if (entry.getSize() != 0 && (type != Entry.Type.FILE || entry.isDirectory())) {
            throw ArchiveMessage.CONTENT_NOT_ALLOWED.exception(type.json(), name);
        }
        boolean slash = type == Entry.Type.DIRECTORY && name.endsWith("/");
        return new OpenedMember(
                slash ? name.substring(0, name.length() - 1) : name, type, entry.getSize(), entry.getLinkName());
    }

    /** Returns the type by the flag itself: the library takes every unknown kind for a file. */
    private static Entry.Type type(TarArchiveEntry entry) throws ArchiveException {
        return switch (entry.isSparse() ? 0 : entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL -> Entry.Type.FILE;
            case TarConstants.LF_DIR -> Entry.Type.DIRECTORY;
            case TarConstants.LF_SYMLINK -> Entry.Type.SYMLINK;
            case TarConstants.LF_LINK -> Entry.Type.HARDLINK;
            default -> throw ArchiveMessage.SPECIAL_FILE.exception(entry.getName());
        };
    }

    private void checkEnd(long lastEnd) throws IOException {
        if (plain.count() != lastEnd + TarWriter.END || plain.zeros() != TarWriter.END) {
            throw ArchiveMessage.TAR_TRUNCATED.exception();
        }
        if (plain.read() >= 0 || message.read() >= 0) {
            throw ArchiveMessage.CONTENT_AFTER_TAR.exception();
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
        // A library's message about an internal error contains class names.
        boolean described = found.getMessage() != null
                && (found instanceof IOException || found instanceof IllegalArgumentException);
        return described
                ? ArchiveMessage.PACK_DAMAGED.causedBy(found, expected.name(), found.getMessage())
                : ArchiveMessage.PACK_UNREADABLE.causedBy(found, expected.name());
    }

    /** Closes the stored bytes and releases native memory. */
    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Content of the current member; it distinguishes failures of the storage from damage. */
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
