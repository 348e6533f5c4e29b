package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What can be done with a section's root where it lies. */
public final class RootPlace {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Path SELF = Path.of("/proc/self");
    private static final int MOUNT_POINT = 4;

    private RootPlace() {
    }

    /** Whether it can be renamed; if not, what lies in it has to change places instead. One that does not exist yet can. */
    public static boolean isRenamable(Path root) throws IOException {
        return !exists(root) || Files.isWritable(root.getParent()) && !isMountPoint(root);
    }

    /** Whether the gateway's user may change all of a root itself: what lies in it, its mode and its time. */
    public static boolean isOwn(Path root) throws IOException {
        if (!exists(SELF)) {
            return true; // Another system than Linux, where it shows when it is tried.
        }
        Object self = Files.getAttribute(SELF, "unix:uid");
        return self.equals(0) || self.equals(Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Whether something is mounted on a directory. A file system of its own shows in its store, a directory that is mounted in two places
     * only in the list of mounts.
     */
    public static boolean isMountPoint(Path root) throws IOException {
        if (!Files.getFileStore(root).equals(Files.getFileStore(root.getParent()))) {
            return true;
        }
        if (!Files.isReadable(MOUNTS)) {
            return false;
        }
        String escaped = escape(root.toString());
        return mountPoints().anyMatch(escaped::equals);
    }

    /** Whether something is mounted somewhere below a directory. */
    public static boolean hasMountsBelow(Path root) throws IOException {
        String below = escape(root + "/");
        return Files.isReadable(MOUNTS) && mountPoints().anyMatch(point -> point.startsWith(below));
    }

    /** As the kernel writes them. */
    private static Stream<String> mountPoints() throws IOException {
        return Files.readString(MOUNTS, StandardCharsets.UTF_8).lines().map(line -> line.split(" ")).filter(fields -> fields.length > MOUNT_POINT)
                .map(fields -> fields[MOUNT_POINT]);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static String escape(String path) {
        return Arrays.asList("\\", " ", "\t", "\n").stream()
                .reduce(path, (text, special) -> text.replace(special, "\\%03o".formatted((int) special.charAt(0))));
    }
}
