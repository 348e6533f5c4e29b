package org.flowgateway.backup.archive;

/** What this version grants to input that anybody may have written. Writers keep to the same numbers. */
final class Limits {

    /** The format this version writes, and the only one it reads. */
    static final int FORMAT_VERSION = 1;

    /** Packs of a backup: 3 TiB at 32 MiB each, and a manifest that stays below {@link #MANIFEST_BYTES}. */
    static final int PACKS = 100_000;

    /** A manifest is read into memory before anything of it is believed; 100,000 objects take about 13 MB. */
    static final int MANIFEST_BYTES = 16 << 20;

    /** A sealed index is held in memory; an entry takes about 70 bytes of it, so this is nearly two million. */
    static final int INDEX_BYTES = 128 << 20;

    /** Entries of an index, so that a small bomb of an index does not keep a restore busy for hours. */
    static final long ENTRIES = 10_000_000;

    /** Plain bytes of an index: {@link #ENTRIES} of 400 bytes. */
    static final long INDEX_PLAIN_BYTES = 4L << 30;

    /** A path or a link target in UTF-8. Linux gives 4096 to one call; deeper trees exist through relative calls. */
    static final int PATH_BYTES = 8192;

    /** A JSON string: a path of which every character is escaped with six. */
    static final int JSON_STRING = 6 * PATH_BYTES;

    /** Deepest nesting of our JSON: an entry's part is document, entries, entry, parts, part. */
    static final int JSON_DEPTH = 5;

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

    private Limits() {
    }
}
