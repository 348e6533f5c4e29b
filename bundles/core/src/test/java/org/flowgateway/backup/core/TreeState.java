package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowgateway.backup.core.catalogue.MemoryObject;

/** Everything a backup must bring back of a tree, path by path, as text that a failed test can show. */
final class TreeState {

    private TreeState() {
    }

    static SortedMap<String, String> of(Path tree) throws IOException {
        SortedMap<String, String> state = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                state.put(tree.relativize(file).toString(), describe(file));
            }
        }
        return state;
    }

    private static String describe(Path file) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:mode,uid,gid,nlink,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        FileTime modified = (FileTime) attributes.get("lastModifiedTime");
        String common = Integer.toOctalString((Integer) attributes.get("mode")) + " " + attributes.get("uid") + ":" + attributes.get("gid");
        if (Files.isSymbolicLink(file)) {
            return common + " -> " + Files.readSymbolicLink(file) + " " + modified.toInstant().truncatedTo(ChronoUnit.MICROS);
        }
        if (Files.isDirectory(file)) {
            return common + " " + modified;
        }
        return common + " links " + attributes.get("nlink") + " " + attributes.get("size") + " " + modified + " "
                + MemoryObject.sha256(Files.readAllBytes(file));
    }
}
