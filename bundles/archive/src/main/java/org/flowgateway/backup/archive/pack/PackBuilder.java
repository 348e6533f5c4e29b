package org.flowgateway.backup.archive.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.check.ValueChecks;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.PackIndexLines;
import org.flowgateway.backup.archive.index.SealedMember;
import org.flowgateway.backup.archive.tar.PaxRecords;
import org.flowgateway.backup.archive.tar.TarWriter;

/**
 * Builder of one pack: a tar in memory that becomes one sealed object. It is reused for the next pack, so it allocates its memory once. The
 * sealed form is elsewhere and can be stored while the next pack is built. One thread at a time; other builders may work at the same time.
 *
 * <p>A file is added by {@code begin}, filling the window, and {@code end}; {@code abandon} instead of {@code end} discards it.
 */
public final class PackBuilder {

    /** Minimum capacity: the headers of an entry with the longest names and attributes, and some content. */
    public static final int MIN_CAPACITY = 512 << 10;
    /** Maximum capacity: every reader accepts it. */
    public static final int MAX_CAPACITY = (int) FormatLimits.PACK_PLAIN_BYTES;

    /** Maximum weight of the entries of a pack, see {@link Entry#weight}: some 16,000 with short names. */
    public static final int MAX_WEIGHT = FormatLimits.PACK_WEIGHT;

    private static final int PIECE = 1 << 16;

    private final TarWriter tar;
    private final List<Packed> members = new ArrayList<>();
    private int number;
    private Begun begun;
    private boolean sealed;
    private int weight;

    /** Member of the pack; its content is hashed when the pack is sealed. */
    private record Packed(Entry entry, int part, boolean last, int offset, int length) {}

    private record Begun(Entry entry, int part, int offset, ByteBuffer window) {}

    /**
     * Allocates memory of the given capacity.
     *
     * @param capacity plain bytes of a pack, tar headers included
     * @throws IllegalArgumentException if it is not in {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     */
    public PackBuilder(int capacity) {
        ValueChecks.that(
                capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY,
                "capacity [" + capacity + "] is not in [" + MIN_CAPACITY + "] to [" + MAX_CAPACITY + "]");
        tar = allocate(capacity);
    }

    private PackBuilder(TarWriter tar) {
        this.tar = tar;
    }

    /** Creates a builder of any capacity, for entries that are known to fit. */
    static PackBuilder ofAnyCapacity(int capacity) {
        return new PackBuilder(allocate(capacity));
    }

    private static TarWriter allocate(int capacity) {
        return new TarWriter(capacity, ByteBuffer.allocateDirect(PackBuffer.capacityFor(capacity)));
    }

    /**
     * Starts an empty pack.
     *
     * @param number of the pack in its backup, from 0
     * @throws IllegalArgumentException if the number is not in 0 to 99,999
     */
    public void reset(int number) {
        StoredObject.packName(number);
        this.number = number;
        tar.reset();
        members.clear();
        weight = 0;
        begun = null;
        sealed = false;
    }

    /** Number given to {@link #reset}, 0 before that. */
    public int number() {
        return number;
    }

    /** Returns whether the pack has no member. */
    public boolean isEmpty() {
        return members.isEmpty() && begun == null;
    }

    /** Plain bytes so far, headers included. */
    public int length() {
        return tar.length();
    }

    /**
     * Returns the content bytes that fit into one member for this entry, whole or as a part.
     *
     * @param next the entry
     * @return bytes, 0 if only the headers fit, negative if not even these do, or the pack has the maximum weight of entries. Never negative for
     *         an empty pack
     */
    public int room(Entry next) {
        if (!isEmpty() && weight + next.weight() > MAX_WEIGHT) {
            return -1;
        }
        // A part's name is longer: headers that fit for a part also fit for the whole file.
        String name = next.type() == Entry.Type.FILE ? next.memberName(1) : tarName(next);
        return tar.room(PaxRecords.of(next, name, linkName(next)));
    }

    /** Remainder of {@link #MAX_WEIGHT} for further entries. */
    public int freeWeight() {
        return MAX_WEIGHT - weight;
    }

    /** Bytes left for headers, content and padding. */
    public int free() {
        return tar.free();
    }

    /** Bytes of a whole entry, including its headers and padding. */
    public long footprint(Entry entry) {
        return TarWriter.footprint(PaxRecords.of(entry, tarName(entry), linkName(entry)), entry.size());
    }

    /**
     * Adds an entry without content.
     *
     * @param entry a directory, a link or an empty file
     * @throws IllegalArgumentException if the entry has content, or there is no room for its headers
     */
    public void add(Entry entry) {
        ValueChecks.that(entry.size() == 0, "entry of [" + entry.size() + "] bytes put in as one without content");
        start(entry, 0, 0);
        end(true);
    }

    /**
     * Starts a file, or one part of it.
     *
     * @param entry the file; its size may be wrong, the filled length counts
     * @param part 0 for the whole file, else the number of the part, from 1
     * @param length bytes of content, at most {@link #room}
     * @return a window of exactly {@code length} bytes to fill from its start; its position is the filled length. Valid until {@code end} or
     *         {@code abandon}
     * @throws IllegalArgumentException if the entry is no file, or there is no room for it
     * @throws IllegalStateException if a member is not ended, or the pack is sealed
     */
    public ByteBuffer begin(Entry entry, int part, int length) {
        ValueChecks.that(
                entry.type() == Entry.Type.FILE, "content of a " + entry.type().json());
        ValueChecks.notNegative(length, "length");
        return start(entry, part, length);
    }

    private ByteBuffer start(Entry entry, int part, int length) {
        require(begun == null, "a member is begun and not ended");
        require(!sealed, "the pack is sealed");
        String name = part == 0 ? tarName(entry) : entry.memberName(part);
        byte[] pax = PaxRecords.of(entry, name, linkName(entry));
        int room = tar.room(pax);
        ValueChecks.that(length <= room, "content of [" + length + "] bytes in a pack with room for [" + room + "]");
        try {
            int offset = tar.begin(entry, name, linkName(entry), pax, length);
            begun = new Begun(entry, part, offset, tar.bytes().slice(offset, length));
        } catch (IOException e) {
            throw new UncheckedIOException("a header of plain ASCII cannot be encoded", e);
        }
        return begun.window();
    }

    /**
     * Ends the current member. If its window is not full, the member has the filled length. A first part that is also the last becomes a whole
     * file.
     *
     * @param last whether no further part of this file follows
     * @throws IllegalStateException if there is none
     */
    public void end(boolean last) {
        require(begun != null, "no member is begun");
        int length = begun.window().position();
        try {
            if (begun.part() == 1 && last) {
                makeWhole(length);
            }
            tar.end(length);
        } catch (IOException e) {
            throw new UncheckedIOException("a header of plain ASCII cannot be encoded", e);
        }
        members.add(new Packed(begun.entry(), begun.part(), last, begun.offset(), length));
        weight += begun.entry().weight();
        begun = null;
    }

    /** Renames a first part that is also the last: it gets the name of a whole file. */
    private void makeWhole(int length) throws IOException {
        Entry entry = begun.entry();
        tar.abandon();
        // These headers are never longer than those of the part, so they do not reach into its content.
        String name = tarName(entry);
        int offset = tar.begin(entry, name, "", PaxRecords.of(entry, name, ""), length);
        tar.bytes().put(offset, tar.bytes(), begun.offset(), length);
        begun = new Begun(entry, 0, offset, begun.window());
    }

    /**
     * Discards the current member, as if it had never been started.
     *
     * @throws IllegalStateException if there is none
     */
    public void abandon() {
        require(begun != null, "no member is begun");
        tar.abandon();
        begun = null;
    }

    /**
     * Ends the tar, hashes every member's content, compresses the tar in one call, and encrypts it.
     *
     * @param cipher for sealing
     * @param zstdLevel 1 to 19
     * @param into receives the sealed form; its former content is no longer readable
     * @return the pack, readable until {@code into} is reused, and independent of this builder
     * @throws IOException if compression or encryption fails
     * @throws IllegalStateException if a member is not ended, or the pack is sealed
     */
    public SealedPack seal(ArchiveCipher cipher, int zstdLevel, PackBuffer into) throws IOException {
        ValueChecks.that(zstdLevel >= 1 && zstdLevel <= 19, "zstd level [" + zstdLevel + "] is not in [1] to [19]");
        require(begun == null, "a member is begun and not ended");
        require(!sealed, "the pack is sealed");
        sealed = true;
        int length = tar.finish();
        PackIndexLines lines = new PackIndexLines(number, hashMembers());
        ByteBuffer frame = into.reset(tar.bytes().capacity());
        int compressed = compress(length, frame, zstdLevel);
        ByteBuffer plain = tar.replace(frame);
        try (OutputStream message = cipher.seal(into.replace(plain))) {
            byte[] piece = new byte[PIECE];
            for (int at = 0; at < compressed; at += PIECE) {
                int count = Math.min(PIECE, compressed - at);
                frame.get(at, piece, 0, count);
                message.write(piece, 0, count);
            }
        }
        return new SealedPack(number, into.describe(StoredObject.packName(number)), into, lines, length);
    }

    /** Compresses in one call rather than as a stream: the library then sees the whole tar, and copies no byte of it. */
    private int compress(int length, ByteBuffer frame, int zstdLevel) throws IOException {
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            return zstd.setLevel(zstdLevel)
                    .compressDirectByteBuffer(frame, 0, frame.capacity(), tar.bytes(), 0, length);
        } catch (ZstdException e) {
            throw new IOException("a pack cannot be compressed: " + e.getMessage(), e);
        }
    }

    private List<SealedMember> hashMembers() {
        MessageDigest digest = Sha256.digest();
        List<SealedMember> result = new ArrayList<>(members.size());
        for (Packed member : members) {
            digest.update(tar.bytes().slice(member.offset(), member.length()));
            String hash = member.entry().type() == Entry.Type.FILE ? Sha256.hex(digest) : "";
            result.add(new SealedMember(
                    member.entry(), member.part(), member.last(), new Part(number, member.length(), hash)));
        }
        return result;
    }

    /** Returns the name in the tar; that of a directory ends with a slash, as in every tar. */
    private static String tarName(Entry entry) {
        return entry.type() == Entry.Type.DIRECTORY ? entry.memberName() + "/" : entry.memberName();
    }

    private static String linkName(Entry entry) {
        return entry.type() == Entry.Type.HARDLINK ? entry.section() + "/" + entry.linkTarget() : entry.linkTarget();
    }

    private static void require(boolean state, String message) {
        if (!state) {
            throw new IllegalStateException(message);
        }
    }
}
