package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.FileTrees;

/** Directories that may hold local backups: the default first, then the configured ones. Immutable. */
final class AllowedDirectories {

    private final List<Path> directories;

    /** @throws SettingException naming key and value, if a value is not an absolute path */
    AllowedDirectories(LocalConfiguration configuration) {
        List<Path> paths = new ArrayList<>();
        paths.add(configured("directory", configuration.directory()));
        // A .cfg file knows no lists: all of them arrive as one text, and "roots =" as an empty one.
        String roots = String.join(",", configuration.roots());
        for (String root : roots.isBlank() ? new String[0] : roots.split(",", -1)) {
            paths.add(configured("roots", root.strip()));
        }
        directories = List.copyOf(paths);
    }

    /** Returns the directory used when a request names none. */
    Path standard() {
        return directories.get(0);
    }

    /**
     * Resolves a request's path to its real path, with symbolic links in its existing part resolved.
     *
     * @throws TransportException {@link FailureKind#INVALID_TARGET} if it is not inside an allowed directory, or cannot be a directory
     */
    Path resolve(String path, FileTrees trees) throws TransportException {
        Path requested = requested(path);
        try {
            Path real = trees.realPath(requested);
            for (Path allowed : directories) {
                if (real.startsWith(trees.realPath(allowed))) {
                    return directory(real);
                }
            }
        } catch (IOException e) {
            throw e instanceof TransportException known
                    ? known
                    : LocalMessage.PATH_UNRESOLVED.causedBy(e, path, LocalFailureClassifier.reason(e), allowed());
        }
        throw LocalMessage.PATH_OUTSIDE.exception(path, allowed());
    }

    private Path requested(String path) throws TransportException {
        try {
            Path requested = Path.of(path);
            if (requested.isAbsolute()) {
                return requested.normalize();
            }
        } catch (InvalidPathException e) {
            throw LocalMessage.PATH_INVALID.causedBy(e, path, allowed());
        }
        throw LocalMessage.PATH_RELATIVE.exception(path, allowed());
    }

    private Path directory(Path real) throws TransportException {
        Path existing = existing(real);
        if (!Files.isDirectory(existing)) {
            throw LocalMessage.PATH_IS_FILE.exception(existing, allowed());
        }
        return real;
    }

    /** Returns the existing part of a path; at least the file system's root exists. */
    private static Path existing(Path path) {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        return existing;
    }

    private String allowed() {
        return directories.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static Path configured(String key, String value) {
        try {
            Path path = Path.of(value);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw invalid(key, value.replaceAll("\\p{Cntrl}", "?"));
        }
        throw invalid(key, value);
    }

    private static SettingException invalid(String key, String value) {
        return new SettingException(LocalConfiguration.PID, key, value, "is not an absolute path");
    }
}
