package org.flowgateway.backup.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Checks, entry by entry, that an index describes a tree: every path once, each in a directory that came before it, and a hard link only to
 * a file that did. So nothing lies below a file or a link, and no order of unpacking can make a path mean two things. Not thread-safe.
 *
 * <p>Of a path it keeps eight bytes, so that millions of entries fit into a small heap: what the path is, and 62 bits of its SHA-256. They
 * are salted anew each time, so nobody can choose paths that are slow to look up, and two paths that are taken for one (among two million
 * with a probability of one in two million) are told apart at the next try.
 */
final class TreeCheck {

    /** What a path is, in the lowest bits of what is kept of it; 0 is an empty slot. */
    private static final int KIND = 3;
    private static final int FILE = 1;
    private static final int DIRECTORY = 2;
    private static final int LINK = 3;

    private final MessageDigest digest = Hashes.sha256();
    private final byte[] salt = new byte[16];
    private long[] slots = new long[1 << 12];
    private int used;
    private String lastParent;

    TreeCheck() {
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Takes the next entry.
     *
     * @throws IllegalArgumentException if it does not fit those before it
     */
    void add(Entry entry) {
        String name = entry.memberName();
        if (!entry.path().isEmpty()) {
            checkParent(name);
        }
        if (entry.type() == Entry.Type.HARDLINK && kind(entry.section() + "/" + entry.linkTarget()) != FILE) {
            throw new IllegalArgumentException("hard link [" + name + "] is to [" + entry.linkTarget() + "], which is no file before it");
        }
        int kind = switch (entry.type()) {
            case FILE -> FILE;
            case DIRECTORY -> DIRECTORY;
            case SYMLINK, HARDLINK -> LINK;
        };
        if (!put(key(name), kind)) {
            throw new IllegalArgumentException("[" + name + "] is there twice");
        }
    }

    /**
     * Takes a note of what is not there: nothing may be at its path, or below it, and its directory must be there. A note about attributes is of
     * an entry that came before it.
     *
     * @throws IllegalArgumentException if it does not fit what came before it
     */
    void omit(Omission omission) {
        // In the form with escapes, only a path that is text can be that of an entry.
        String plain = omission.plainPath();
        String name = omission.section() + (omission.path().isEmpty() ? "" : "/" + (plain == null ? omission.path() : plain));
        if (omission.reason() == Omission.Reason.ATTRIBUTES) {
            Checks.that(plain != null && kind(name) != 0, "attributes of [" + name + "] are omitted, which is not there");
            return;
        }
        if (!omission.path().isEmpty()) {
            checkParent(name);
        }
        // What is a link can have nothing below it, and no hard link to it.
        if (!put(plain == null ? key(name + '\0') : key(name), LINK)) {
            throw new IllegalArgumentException("[" + name + "] is omitted, and there");
        }
    }

    private void checkParent(String name) {
        String parent = name.substring(0, name.lastIndexOf('/'));
        if (parent.equals(lastParent)) {
            return;
        }
        if (kind(parent) != DIRECTORY) {
            throw new IllegalArgumentException("[" + name + "] lies in [" + parent + "], which is no directory before it");
        }
        lastParent = parent;
    }

    private long key(String name) {
        digest.update(salt);
        return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong() & ~KIND;
    }

    private int kind(String name) {
        return (int) slots[slot(key(name))] & KIND;
    }

    /** Where a key is, or would be. */
    private int slot(long key) {
        int slot = index(key);
        while (slots[slot] != 0 && (slots[slot] & ~KIND) != key) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private int index(long key) {
        return (int) (key >>> 2) & slots.length - 1;
    }

    private boolean put(long key, int kind) {
        int slot = slot(key);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = key | kind;
        used++;
        if (used > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long kept : before) {
            if (kept != 0) {
                slots[slot(kept & ~KIND)] = kept;
            }
        }
    }
}
