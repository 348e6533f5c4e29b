package org.flowgateway.backup.archive;

/** What this version grants to input that anybody may have written. Writers keep to the same numbers. */
final class FormatLimits {

    /** The format this version writes, and the only one it reads. */
    static final int FORMAT_VERSION = 1;

    /** Packs of a backup: 3 TiB at 32 MiB each, and a manifest that stays below {@link #MANIFEST_BYTES}. */
    static final int PACKS = 100_000;

    /**
     * Plain bytes of a pack, tar headers included. A gateway makes packs of 64 MiB at most; what asks for more than twice that is a
     * decompression bomb.
     */
    static final long PACK_PLAIN_BYTES = 128L << 20;

    /** Sealed bytes of a pack: compression and encryption add less than a hundredth to what cannot be compressed. */
    static final long PACK_SEALED_BYTES = 130L << 20;

    /** Headers of all members of a pack, bytes: a gateway's largest pack has no room for more. */
    static final long PACK_HEADER_BYTES = 64 << 20;

    /** Plain bytes to a stored one: a zstd block (RFC 8878, 3.1.1.2) gives at most 128 KiB and takes at least four bytes. */
    static final long PACK_RATIO = 32_768;

    /**
     * Headers before a member's content: a pax header of the longest names, attributes of {@link #EXTENDED_BYTES} with every character of their
     * names escaped, and lists of {@link Acl#MAX_ENTRIES} takes less than 400 KiB.
     */
    static final long HEADER_BYTES = 512 << 10;

    /** Bytes of a message before its data: key packets, and what is read ahead of the data itself. */
    static final long KEY_BYTES = 64 << 10;

    /** Decompression window as a power of two: 8 MiB, as much as the writer's highest level, 19, asks for. */
    static final int ZSTD_WINDOW_EXPONENT = 23;

    /** A manifest is read into memory before anything of it is believed; 100,000 objects take about 13 MB. */
    static final int MANIFEST_BYTES = 16 << 20;

    /** A sealed index is held in memory; an entry takes about 70 bytes of it, so this is nearly two million. */
    static final int INDEX_BYTES = 128 << 20;

    /** Entries of an index, so that a small bomb of an index keeps a restore busy for seconds, with less than 50 MiB of heap. */
    static final long ENTRIES = 2_000_000;

    /** Plain bytes of an index: {@link #ENTRIES} of 2 KiB. Most have less than 400 bytes; some have paths of {@link #PATH_BYTES}. */
    static final long INDEX_PLAIN_BYTES = 4L << 30;

    /** Plain bytes of one entry: a file in {@link #PARTS} parts takes 11 MB. So a bomb of an index ends early. */
    static final long INDEX_ENTRY_BYTES = 16 << 20;

    /** Plain bytes of an index after its entries: sections and packs. */
    static final long INDEX_TAIL_BYTES = 64 << 20;

    /** What an entry with a short name takes of {@link #PACK_WEIGHT}. */
    static final int ENTRY_WEIGHT = 512;

    /**
     * What the entries of one pack weigh: 16,000 with short names. Whoever makes or reads a pack holds them in memory, and these are a few
     * packs at a time.
     */
    static final int PACK_WEIGHT = 8 << 20;

    /** What the entries of those packs weigh that have one before and one after a place in the index, which is in the order of a walk. */
    static final long OPEN_WEIGHT = 8L * PACK_WEIGHT;

    /** A path or a link target in UTF-8: what Linux takes in one call ({@code PATH_MAX}), less the NUL at its end. */
    static final int PATH_BYTES = 4095;

    /** One name of a path in UTF-8: {@code NAME_MAX} of Linux. */
    static final int NAME_BYTES = 255;

    /** The largest number of an owner. The one above it means "no change" to the system. */
    static final long OWNER = 4_294_967_294L;

    /** A path of what is not in a backup: the longest path, and below it a name that no path has room for. */
    static final int OMITTED_PATH_BYTES = PATH_BYTES + 1 + 1024;

    /** Extended attributes of an entry. */
    static final int ATTRIBUTES = 256;

    /** The name of an extended attribute in UTF-8: {@code XATTR_NAME_MAX} of Linux. */
    static final int ATTRIBUTE_NAME_BYTES = 255;

    /** The value of an extended attribute: {@code XATTR_SIZE_MAX} of Linux. */
    static final int ATTRIBUTE_VALUE_BYTES = 64 << 10;

    /** Names and values of an entry's extended attributes and access control lists together. */
    static final int EXTENDED_BYTES = 128 << 10;

    /** A JSON string: the value of an attribute in Base64, which is longer than a path of which every character is escaped with six. */
    static final int JSON_STRING = (ATTRIBUTE_VALUE_BYTES + 2) / 3 * 4;

    /** Deepest nesting of our JSON: an access control entry is document, entries, entry, extended, acl, entry of it. */
    static final int JSON_DEPTH = 6;

    /** Parts of one cut file: one to a pack. */
    static final int PARTS = PACKS;

    /** Sections of a backup. */
    static final int SECTIONS = 1024;

    /** Argon2id memory as a power of two in KiB: 128 MiB, twice what is written. */
    static final int ARGON2_MEMORY_EXPONENT = 17;

    /** Argon2id passes. */
    static final int ARGON2_PASSES = 8;

    /** Argon2id lanes. */
    static final int ARGON2_LANES = 8;

    private FormatLimits() {}
}
