package org.flowgateway.backup.archive.check;

/** Limits of this version for untrusted input. Writers observe the same. */
public final class FormatLimits {

    /** Format version that is written, and the only one that is read. */
    public static final int FORMAT_VERSION = 1;

    /** Packs of a backup: 3 TiB at 32 MiB each, and a manifest that stays below {@link #MANIFEST_BYTES}. */
    public static final int PACKS = 100_000;

    /** Plain bytes of a pack, tar headers included. A gateway writes packs of at most 64 MiB; more than twice that is a decompression bomb. */
    public static final long PACK_PLAIN_BYTES = 128L << 20;

    /** Sealed bytes of a pack: compression and encryption add less than a hundredth to incompressible content. */
    public static final long PACK_SEALED_BYTES = 130L << 20;

    /** Bytes of the headers of all members of a pack: a gateway's largest pack has no room for more. */
    public static final long PACK_HEADER_BYTES = 64 << 20;

    /** Plain bytes per stored byte: a zstd block (RFC 8878, 3.1.1.2) yields at most 128 KiB and takes at least four bytes. */
    public static final long PACK_RATIO = 32_768;

    /**
     * Headers before a member's content: a pax header of the longest names, attributes of {@link #EXTENDED_BYTES} with every character of their
     * names escaped, and lists of {@link #ACL_ENTRIES} takes less than 400 KiB.
     */
    public static final long HEADER_BYTES = 512 << 10;

    /** Bytes of a message before its data: key packets, and the read-ahead. */
    public static final long KEY_BYTES = 64 << 10;

    /** Decompression window as a power of two: 8 MiB, as the writer's highest level, 19, requires. */
    public static final int ZSTD_WINDOW_EXPONENT = 23;

    /** Bytes of a manifest, which is read into memory before it is verified; 100,000 objects take about 13 MB. */
    public static final int MANIFEST_BYTES = 16 << 20;

    /** Bytes of a sealed index, which is held in memory; an entry takes about 70 bytes, so this is nearly two million. */
    public static final int INDEX_BYTES = 128 << 20;

    /** Entries of an index: a small bomb of an index then occupies a restore for seconds only, with less than 50 MiB of heap. */
    public static final long ENTRIES = 2_000_000;

    /** Plain bytes of an index: {@link #ENTRIES} of 2 KiB. Most have less than 400 bytes; some have paths of {@link #PATH_BYTES}. */
    public static final long INDEX_PLAIN_BYTES = 4L << 30;

    /** Plain bytes of one entry: a file in {@link #PARTS} parts takes 11 MB. A bomb of an index thus ends early. */
    public static final long INDEX_ENTRY_BYTES = 16 << 20;

    /** Plain bytes of an index after its entries: sections and packs. */
    public static final long INDEX_TAIL_BYTES = 64 << 20;

    /** Share of {@link #PACK_WEIGHT} of an entry with a short name. */
    public static final int ENTRY_WEIGHT = 512;

    /** Weight of the entries of one pack: 16,000 with short names. Making or reading a pack holds them in memory, for a few packs at a time. */
    public static final int PACK_WEIGHT = 8 << 20;

    /** Weight of the entries of all packs with entries both before and after a place in the index, which is in the order of a walk. */
    public static final long OPEN_WEIGHT = 8L * PACK_WEIGHT;

    /** Bytes of a path or a link target in UTF-8: the maximum of Linux for one call ({@code PATH_MAX}), less the NUL at its end. */
    public static final int PATH_BYTES = 4095;

    /** Bytes of one name of a path in UTF-8: {@code NAME_MAX} of Linux. */
    public static final int NAME_BYTES = 255;

    /** Highest number of an owner. The one above it means "no change" to the system. */
    public static final long OWNER = 4_294_967_294L;

    /** Bytes of the path of an omission: the longest path, followed by a name that no path has room for. */
    public static final int OMITTED_PATH_BYTES = PATH_BYTES + 1 + 1024;

    /** Entries of an access control list. */
    public static final int ACL_ENTRIES = 1024;

    /** Extended attributes of an entry. */
    public static final int ATTRIBUTES = 256;

    /** Bytes of the name of an extended attribute in UTF-8: {@code XATTR_NAME_MAX} of Linux. */
    public static final int ATTRIBUTE_NAME_BYTES = 255;

    /** Bytes of the value of an extended attribute: {@code XATTR_SIZE_MAX} of Linux. */
    public static final int ATTRIBUTE_VALUE_BYTES = 64 << 10;

    /** Bytes of names and values of an entry's extended attributes and access control lists together. */
    public static final int EXTENDED_BYTES = 128 << 10;

    /**
     * Characters of a JSON string: the value of an attribute in Base64, which is longer than a path of which every character is escaped with
     * six.
     */
    public static final int JSON_STRING = (ATTRIBUTE_VALUE_BYTES + 2) / 3 * 4;

    /** Deepest nesting of our JSON: an access control entry is document, entries, entry, extended, acl, entry of it. */
    public static final int JSON_DEPTH = 6;

    /** Parts of one split file: one to a pack. */
    public static final int PARTS = PACKS;

    /** Sections of a backup. */
    public static final int SECTIONS = 1024;

    /** Argon2id memory as a power of two in KiB: 128 MiB, twice that of our own backups. */
    public static final int ARGON2_MEMORY_EXPONENT = 17;

    /** Argon2id passes. */
    public static final int ARGON2_PASSES = 8;

    /** Argon2id lanes. */
    public static final int ARGON2_LANES = 8;

    private FormatLimits() {}
}
