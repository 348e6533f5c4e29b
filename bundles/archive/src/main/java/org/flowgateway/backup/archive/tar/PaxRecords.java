package org.flowgateway.backup.archive.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedAttribute;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;

/**
 * Pax extended header records (POSIX.1-2017, pax, "pax Extended Header") for values that do not fit into a ustar header. There is no record for
 * the size: every member fits into one pack.
 */
public final class PaxRecords {

    private static final int NAME_BYTES = 100;
    private static final int OWNER_BYTES = 31;
    /** Maximum of seven octal digits. */
    static final long MAX_ID = 07777777;
    /** Maximum of eleven octal digits. */
    static final long MAX_SECONDS = 077777777777L;

    private final ByteArrayOutputStream records = new ByteArrayOutputStream(128);

    private PaxRecords() {}

    /** Returns the records for a member, empty if ustar suffices. */
    public static byte[] of(Entry entry, String name, String linkName) {
        PaxRecords pax = new PaxRecords();
        pax.text("path", name, NAME_BYTES);
        pax.text("linkpath", linkName, NAME_BYTES);
        pax.number("uid", entry.uid());
        pax.number("gid", entry.gid());
        pax.text("uname", entry.user(), OWNER_BYTES);
        pax.text("gname", entry.group(), OWNER_BYTES);
        pax.time(entry.modified());
        pax.extended(entry.extended());
        return pax.records.toByteArray();
    }

    /** Adds lists and attributes under the names of star, which GNU tar and libarchive read too. */
    private void extended(ExtendedMetadata extended) {
        acl("SCHILY.acl.access", extended.acl());
        acl("SCHILY.acl.default", extended.defaultAcl());
        for (ExtendedAttribute attribute : extended.attributes()) {
            // As GNU tar does: a name may have an equals sign, and a keyword may not.
            record("SCHILY.xattr." + attribute.name().replace("%", "%25").replace("=", "%3D"), attribute.value());
        }
    }

    private void acl(String key, Acl acl) {
        if (!acl.isEmpty()) {
            record(key, AclText.of(acl));
        }
    }

    /** Bytes of the values alone, a lower bound of the records. */
    public static long extendedLength(ExtendedMetadata extended) {
        return extended.attributes().stream()
                .mapToLong(attribute -> attribute.value().length)
                .sum();
    }

    /** Characters of texts that no ustar header has room for, a lower bound of the records. */
    public static int textLength(String path, String linkPath, String user, String group) {
        return outOfRange(path, NAME_BYTES)
                + outOfRange(linkPath, NAME_BYTES)
                + outOfRange(user, OWNER_BYTES)
                + outOfRange(group, OWNER_BYTES);
    }

    private static int outOfRange(String value, int room) {
        return value.length() > room ? value.length() : 0;
    }

    private void text(String key, String value, int room) {
        if (value.length() > room || !isPrintableAscii(value)) {
            record(key, value);
        }
    }

    private void number(String key, long value) {
        if (value > MAX_ID) {
            record(key, Long.toString(value));
        }
    }

    private void time(Timestamp time) {
        if (time.nanos() != 0 || time.seconds() < 0 || time.seconds() > MAX_SECONDS) {
            // Most readers of tar accept no times nearer to the end of 64 bits. A restore uses the index.
            record("mtime", Timestamp.of(time.toInstant()).toString());
        }
    }

    /** Adds {@code "LENGTH KEY=VALUE\n"}, where LENGTH counts the whole record, including its own digits. */
    private void record(String key, String value) {
        record(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private void record(String key, byte[] value) {
        byte[] start = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        int rest = start.length + value.length + 1;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        records.writeBytes(start);
        records.writeBytes(value);
        records.write('\n');
    }

    static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
