package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Properties of a tree that a restore must reproduce, one line a path, so that differences are readable. */
final class TreeState {

    private TreeState() {}

    /** Returns the state of a tree; empty if there is none. */
    static SortedMap<String, String> of(Path root) {
        SortedMap<String, String> state = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                state.put(root.relativize(path).toString(), line(path));
            }
        } catch (NoSuchFileException e) {
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state;
    }

    /** Returns the state of a gateway's sections, without the folders above them, whose own times are irrelevant. */
    static SortedMap<String, String> ofSections(GatewayFolder folder) {
        SortedMap<String, String> state = of(folder.gateway());
        state.remove("");
        state.remove("vault");
        return state;
    }

    /** Fails with the lines that differ. */
    static void assertSame(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        SortedMap<String, String> differing = new TreeMap<>();
        expected.forEach((path, line) -> {
            if (!line.equals(actual.get(path))) {
                differing.put(path, "expected " + line + " but was " + actual.get(path));
            }
        });
        actual.forEach((path, line) -> {
            if (!expected.containsKey(path)) {
                differing.put(path, "not expected, but was " + line);
            }
        });
        if (!differing.isEmpty()) {
            throw new AssertionError(differing.toString().replace(", ", "\n"));
        }
    }

    /** Returns the names below a directory; empty if there is no such directory. */
    static List<String> names(Path directory) {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Path path) throws IOException {
        Map<String, Object> unix =
                Files.readAttributes(path, "unix:mode,nlink,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        String owner = unix.get("uid") + ":" + unix.get("gid");
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path) + " " + owner;
        }
        String common =
                Integer.toOctalString((Integer) unix.get("mode")) + " " + owner + " " + unix.get("lastModifiedTime");
        return Files.isDirectory(path)
                ? common
                : common + " names " + unix.get("nlink") + " " + unix.get("size") + " " + sha256(path);
    }

    /** Returns the SHA-256 of a file, lower-case hexadecimal. */
    static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
