package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a directory is beside what lies in it.
 *
 * @param mode permissions, with set-id and sticky bits
 * @param uid its owner
 * @param gid its group
 * @param modified when it was changed, to the nanosecond
 */
record DirectoryAttributes(int mode, int uid, int gid, Instant modified) {

    private static final int PERMISSIONS = 07777;

    DirectoryAttributes {
        Objects.requireNonNull(modified, "modified");
    }

    static DirectoryAttributes of(Path directory) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new DirectoryAttributes((Integer) attributes.get("mode") & PERMISSIONS, (Integer) attributes.get("uid"),
                (Integer) attributes.get("gid"), ((FileTime) attributes.get("lastModifiedTime")).toInstant());
    }

    /** Gives them to a directory: the owner first, which takes set-id bits away, and the time last. What agrees already is left alone. */
    void apply(Path directory) throws IOException {
        DirectoryAttributes present = of(directory);
        if (present.uid() != uid) {
            Files.setAttribute(directory, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (present.gid() != gid) {
            Files.setAttribute(directory, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
        if (of(directory).mode() != mode) {
            Files.setAttribute(directory, "unix:mode", mode);
        }
        if (!present.modified().equals(modified)) {
            Files.setLastModifiedTime(directory, FileTime.from(modified));
        }
    }

    /** As one line of text. */
    String format() {
        return Integer.toOctalString(mode) + " " + uid + " " + gid + " " + modified;
    }

    /** @throws IllegalArgumentException if the text is not one that {@link #format} made */
    static DirectoryAttributes parse(String text) {
        String[] parts = text.split(" ");
        try {
            return new DirectoryAttributes(Integer.parseInt(parts[0], 8), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                    Instant.parse(parts[3]));
        } catch (ArrayIndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("[" + text + "] are no attributes of a directory", e);
        }
    }
}
