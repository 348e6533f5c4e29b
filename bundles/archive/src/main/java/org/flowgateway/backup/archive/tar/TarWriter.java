package org.flowgateway.backup.archive.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.flowgateway.backup.archive.Entry;

/**
 * Writer of a tar (POSIX ustar with pax headers) in memory of fixed size. Callers write the content; this class writes headers and padding. Not
 * thread-safe.
 */
public final class TarWriter {

    public static final int RECORD = 512;
    /** End of a tar: two empty records. */
    public static final int END = 2 * RECORD;

    private static final String PAX_NAME = "PaxHeaders/header";
    private static final int PAX_MODE = 0644;
    private static final ZipEncoding ASCII = ZipEncodingHelper.getZipEncoding("US-ASCII");

    private static final byte[] ZEROS = new byte[END];

    private final int capacity;
    private ByteBuffer bytes;
    private final byte[] header = new byte[RECORD];
    private int position;
    private TarArchiveEntry begun;
    private int begunAt;
    private int contentAt;

    /**
     * Creates an empty tar.
     *
     * @param capacity bytes of the tar
     * @param memory at least as long
     */
    public TarWriter(int capacity, ByteBuffer memory) {
        this.capacity = capacity;
        bytes = memory;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /** Continues in other memory of the same size; returns the memory with the current content. */
    public ByteBuffer replace(ByteBuffer memory) {
        ByteBuffer written = bytes;
        bytes = memory;
        return written;
    }

    public void reset() {
        position = 0;
    }

    /** Bytes written so far. */
    public int length() {
        return position;
    }

    /** Bytes left before the end records. */
    public int free() {
        return capacity - END - position;
    }

    /** Returns the content bytes that fit after these headers, in whole records; negative if not even they fit. */
    public int room(byte[] pax) {
        int room = free() - headers(pax);
        return room < 0 ? room : room / RECORD * RECORD;
    }

    /** Bytes of a member with these headers and content. */
    public static long footprint(byte[] pax, long size) {
        return headers(pax) + (size + RECORD - 1) / RECORD * RECORD;
    }

    private static int headers(byte[] pax) {
        return RECORD + (pax.length == 0 ? 0 : RECORD + padded(pax.length));
    }

    /** Writes the headers of a member; returns the offset of its content. */
    public int begin(Entry entry, String name, String linkName, byte[] pax, int size) throws IOException {
        begunAt = position;
        if (pax.length > 0) {
            TarArchiveEntry extended = new TarArchiveEntry(PAX_NAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC);
            extended.setSize(pax.length);
            extended.setMode(PAX_MODE);
            extended.setModTime(0);
            write(extended);
            bytes.put(position, pax);
            position += pax.length;
            pad();
        }
        begun = header(entry, name, linkName);
        begun.setSize(size);
        write(begun);
        contentAt = position;
        return contentAt;
    }

    private static TarArchiveEntry header(Entry entry, String name, String linkName) {
        TarArchiveEntry result = new TarArchiveEntry(ascii(name, TarConstants.NAMELEN), flag(entry.type()), true);
        result.setLinkName(ascii(linkName, TarConstants.NAMELEN));
        result.setMode(entry.mode());
        result.setUserId(id(entry.uid()));
        result.setGroupId(id(entry.gid()));
        result.setNames(ascii(entry.user(), TarConstants.UNAMELEN), ascii(entry.group(), TarConstants.GNAMELEN));
        long seconds = entry.modified().seconds();
        // Whole milliseconds; a finer time is in the pax record.
        result.setModTime(seconds >= 0 && seconds <= PaxRecords.MAX_SECONDS ? seconds * 1000 : 0);
        return result;
    }

    private static byte flag(Entry.Type type) {
        return switch (type) {
            case FILE -> TarConstants.LF_NORMAL;
            case DIRECTORY -> TarConstants.LF_DIR;
            case SYMLINK -> TarConstants.LF_SYMLINK;
            case HARDLINK -> TarConstants.LF_LINK;
        };
    }

    private static long id(long value) {
        return value > PaxRecords.MAX_ID ? 0 : value;
    }

    /**
     * Substitute for readers without pax; the pax record has the true text. It is shortened here, since the library truncates character by
     * character and encodes the rest each time.
     */
    private static String ascii(String text, int room) {
        String cut = text.length() > room
                ? text.substring(0, text.offsetByCodePoints(0, Math.min(room, text.codePointCount(0, text.length()))))
                : text;
        if (PaxRecords.isPrintableAscii(cut)) {
            return cut;
        }
        StringBuilder result = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> result.append(c < 0x20 || c > 0x7E ? '_' : (char) c));
        return result.toString();
    }

    private void write(TarArchiveEntry entry) throws IOException {
        entry.writeEntryHeader(header, ASCII, false);
        bytes.put(position, header);
        position += RECORD;
    }

    /** Ends the current member, whose content is in place. */
    public void end(int size) throws IOException {
        if (begun.getSize() != size) {
            begun.setSize(size);
            position = contentAt - RECORD;
            write(begun);
        }
        position = contentAt + size;
        pad();
    }

    /** Discards the current member. */
    public void abandon() {
        position = begunAt;
    }

    /** Finishes the tar. It stays open: more members would overwrite the end. */
    public int finish() {
        bytes.put(position, ZEROS);
        return position + END;
    }

    private void pad() {
        int end = padded(position);
        // The memory is reused: it holds bytes of an earlier pack.
        bytes.put(position, ZEROS, 0, end - position);
        position = end;
    }

    private static int padded(int length) {
        return (length + RECORD - 1) / RECORD * RECORD;
    }
}
