package org.flowgateway.backup.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Mount points visible to this process (proc(5), mountinfo), at one instant. Immutable. */
public final class MountTable {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private final List<String> points;

    private MountTable(List<String> points) {
        this.points = points;
    }

    /** Reads the table; it is empty if the system shows none. */
    public static MountTable read() throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return new MountTable(List.of());
        }
        byte[] bytes = Files.readAllBytes(MOUNTS);
        return new MountTable(new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 0))
                .filter(fields -> fields.length > MOUNT_POINT)
                .map(fields -> unescape(fields[MOUNT_POINT]))
                .toList());
    }

    /** Returns whether a directory, given by its absolute path without symbolic links, is a mount point. */
    public boolean isMountPoint(Path directory) {
        return points.contains(directory.toString());
    }

    /** Returns the absolute paths of all mount points below a directory. */
    public List<String> below(Path directory) {
        String start = directory + "/";
        return points.stream()
                .filter(point -> point.startsWith(start))
                .distinct()
                .sorted()
                .toList();
    }

    /** Decodes blanks, tabs, line feeds and backslashes, which the kernel writes as three octal digits. */
    private static String unescape(String field) {
        return Stream.of(" ", "\t", "\n", "\\")
                .reduce(field, (text, special) -> text.replace("\\%03o".formatted((int) special.charAt(0)), special));
    }
}
