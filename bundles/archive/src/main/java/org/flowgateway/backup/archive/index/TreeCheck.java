package org.flowgateway.backup.archive.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.WalkOrder;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.check.ValueChecks;

/**
 * Check that an index describes trees in the order of a walk: section by section, every path once, each in an earlier directory, and a hard link
 * only to an earlier file. Thus nothing is below a file or a link, and a path has one meaning in every order of unpacking. Not thread-safe.
 *
 * <p>In that order the state is small: the directories above an entry and, for hard links, eight bytes of a SHA-256 for each file, so that
 * millions fit into a small heap. The hashes have a new salt each time, so that no attacker can choose paths that are slow to find or that
 * collide.
 */
final class TreeCheck {

    private final MessageDigest digest = Sha256.digest();
    private final byte[] salt = new byte[16];
    private final Set<String> sections = new HashSet<>();
    private final Deque<String> above = new ArrayDeque<>();
    private long[] files = new long[1 << 12];
    private int used;
    private String section = "";
    private byte[] path;
    private boolean attributable;

    TreeCheck() {
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Checks the next entry.
     *
     * @throws IllegalArgumentException if it does not fit the entries before it
     */
    void add(Entry entry) {
        advance(entry.section(), entry.path(), entry.path().getBytes(StandardCharsets.UTF_8));
        checkParent(entry.section(), entry.path());
        attributable = true;
        switch (entry.type()) {
            case DIRECTORY -> above.push(entry.path());
            case FILE -> put(key(entry.memberName()));
            case SYMLINK -> {}
            case HARDLINK ->
                ValueChecks.that(
                        isFile(entry.section() + "/" + entry.linkTarget()),
                        "hard link [" + entry.memberName() + "] is to [" + entry.linkTarget()
                                + "], which is no file before it");
        }
    }

    /**
     * Checks an omission: nothing may be at its path, or below it, and its directory must exist. An omission of attributes comes directly after
     * their entry.
     *
     * @throws IllegalArgumentException if it does not fit the entries before it
     */
    void omit(Omission omission) {
        byte[] omitted = omission.pathBytes();
        if (omission.reason() == Omission.Reason.ATTRIBUTES) {
            boolean fits = attributable && omission.section().equals(section) && WalkOrder.compare(path, omitted) == 0;
            ValueChecks.that(
                    fits,
                    "attributes of [" + name(omission.section(), omission.path())
                            + "] are omitted, which did not come before");
        } else {
            advance(omission.section(), omission.path(), omitted);
            if (omitted.length > 0) { // Without a root, a section has no entries.
                checkParent(omission.section(), new String(omitted, StandardCharsets.UTF_8));
            }
        }
        attributable = false;
    }

    private void advance(String nextSection, String shown, byte[] nextPath) {
        if (!nextSection.equals(section)) {
            ValueChecks.that(sections.add(nextSection), "section [" + nextSection + "] goes on after another");
            section = nextSection;
            above.clear();
        } else {
            int order = WalkOrder.compare(path, nextPath);
            if (order >= 0) {
                String problem = order == 0
                        ? "there twice"
                        : "out of order: it comes after [" + name(section, new String(path, StandardCharsets.UTF_8))
                                + "]";
                throw new IllegalArgumentException("[" + name(section, shown) + "] is " + problem);
            }
        }
        path = nextPath;
    }

    private void checkParent(String ofSection, String child) {
        if (child.isEmpty()) {
            return;
        }
        int slash = child.lastIndexOf('/');
        String parent = slash < 0 ? "" : child.substring(0, slash);
        while (!above.isEmpty() && !parent.equals(above.peek()) && !isIn(parent, above.peek())) {
            above.pop();
        }
        if (above.isEmpty() || !parent.equals(above.peek())) {
            throw new IllegalArgumentException("[" + name(ofSection, child) + "] lies in [" + name(ofSection, parent)
                    + "], which is no directory before it");
        }
    }

    private static boolean isIn(String path, String directory) {
        return directory.isEmpty()
                || path.length() > directory.length()
                        && path.charAt(directory.length()) == '/'
                        && path.startsWith(directory);
    }

    private static String name(String section, String path) {
        return path.isEmpty() ? section : section + "/" + path;
    }

    private long key(String name) {
        digest.update(salt);
        // Never 0, which is an empty slot.
        return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                        .getLong()
                | 1;
    }

    private boolean isFile(String name) {
        return files[slot(key(name))] != 0;
    }

    /** Returns the slot of a key, or the free slot for it. */
    private int slot(long key) {
        int slot = (int) (key >>> 1) & files.length - 1;
        while (files[slot] != 0 && files[slot] != key) {
            slot = slot + 1 & files.length - 1;
        }
        return slot;
    }

    private void put(long key) {
        files[slot(key)] = key;
        used++;
        if (used > files.length / 4 * 3) {
            grow();
        }
    }

    private void grow() {
        long[] before = files;
        files = new long[before.length * 2];
        for (long kept : before) {
            if (kept != 0) {
                files[slot(kept)] = kept;
            }
        }
    }
}
