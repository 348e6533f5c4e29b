package org.flowgateway.backup.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The mount points that this process sees (proc(5), mountinfo), at one instant. Immutable. */
public final class MountTable {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private final List<String> points;

    private MountTable(List<String> points) {
        this.points = points;
    }

    /** Reads the table; one without mount points where the system shows none. */
    public static MountTable read() throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return new MountTable(List.of());
        }
        byte[] bytes = Files.readAllBytes(MOUNTS);
        return new MountTable(new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > MOUNT_POINT)
                .map(fields -> unescape(fields[MOUNT_POINT]))
                .toList());
    }

    /** Tells whether something is mounted on a directory, given by its absolute path without symbolic links. */
    public boolean isMountPoint(Path directory) {
        return points.contains(directory.toString());
    }

    /** Absolute paths of what is mounted somewhere below a directory. */
    public List<String> below(Path directory) {
        String start = directory + "/";
        return points.stream()
                .filter(point -> point.startsWith(start))
                .distinct()
                .sorted()
                .toList();
    }

    /** The kernel writes blanks, tabs, line feeds and backslashes as three octal digits. */
    private static String unescape(String field) {
        return Stream.of(" ", "\t", "\n", "\\")
                .reduce(field, (text, special) -> text.replace("\\%03o".formatted((int) special.charAt(0)), special));
    }
}
